/// One problem of a model file, with its place.
public struct Diagnostic: Hashable, Sendable {
  public let location: Location
  public private(set) var message: String
  /// Where the faulty line was used, innermost first: the calls of modules.
  public let usedFrom: [Location]
  /// What the message ends with once it is shown.
  private var search: NearestWord.Search?

  /// Characters of a message at most; what a file calls its modules and arguments has no limit.
  private static let longest = 1_000

  init(_ location: Location, _ message: String, _ search: NearestWord.Search? = nil, usedFrom: [Location] = []) {
    self.location = location
    self.message = Diagnostic.printable(message, atMost: Diagnostic.longest)
    self.search = search
    self.usedFrom = usedFrom
  }

  /// With the nearest words, which are looked up here.
  var withHint: Diagnostic {
    guard let search else { return self }
    var diagnostic = self
    diagnostic.message += Diagnostic.printable(search.hint, atMost: Diagnostic.longest)
    diagnostic.search = nil
    return diagnostic
  }

  func used(from places: [Location]) -> Diagnostic {
    Diagnostic(location, message, search, usedFrom: places)
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `bad.yaml:8:3: error: unknown layer 'rleu', did you mean 'relu'?`, the line, and a caret under the column.
  public var description: String {
    var text = "\(location): error: \(message)"
    if let line = location.source.line(location.line), !line.isEmpty {
      // Long lines are cut to a stretch around the column.
      let skipped = max(0, location.column - 60)
      // Columns are counted in Unicode scalars.
      let shown = Diagnostic.printable(String(line.unicodeScalars.dropFirst(skipped).prefix(100)))
      let caret = String(repeating: " ", count: max(0, location.column - 1 - skipped)) + "^"
      text += "\n  \(shown)\n  \(caret)"
    }
    for place in usedFrom { text += "\n  used from \(place)" }
    return text
  }

  /// The text with control characters replaced, so that a model file cannot write to the terminal.
  static func printable(_ text: some StringProtocol, atMost count: Int = .max) -> String {
    var result = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index == count { return result + "…" }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        result += scalar == "\t" ? " " : "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// All problems of a model file, in the order of their places.
public struct ModelFileError: Error, CustomStringConvertible {
  public let diagnostics: [Diagnostic]
  /// Problems beyond those that are listed.
  public let omitted: Int

  /// Problems listed at most.
  static let most = 50

  init(_ diagnostics: [Diagnostic]) {
    var seen: Set<String> = []
    // A line of a module that is used often is one problem, not many.
    let unique = diagnostics.filter { seen.insert("\($0.location) \($0.message)").inserted }
    self.diagnostics = unique.prefix(ModelFileError.most).map(\.withHint)
    omitted = unique.count - self.diagnostics.count
  }

  public var description: String {
    let rest = omitted > 0 ? ["and \(omitted) more error\(omitted == 1 ? "" : "s")"] : []
    return (diagnostics.map(\.description) + rest).joined(separator: "\n")
  }
}
