import Architecture
import PlainText

/// One problem of a model file, with its place.
public struct Diagnostic: Hashable, Sendable {
  public let location: Location
  /// What is wrong, without the place.
  private var what: Phrase
  public let severity: Severity
  /// Where the faulty line was used, innermost first: the calls of modules.
  public let usedFrom: [Location]
  /// What the message ends with once it is shown.
  private var search: NearestWord.Search?
  /// The unknown word that is the problem, whatever its place; nil for other problems.
  let word: String?

  /// Characters of a message at most; what a file calls its modules and arguments has no limit.
  private static let longest = 1_000

  public enum Severity: String, Hashable, Sendable {
    case error
    /// The file is read all the same.
    case warning
  }

  /// - Parameter isOfWord: whether the word that is searched for is the problem, and not its place.
  init(
    _ location: Location, _ message: Phrase, _ search: NearestWord.Search? = nil, usedFrom: [Location] = [],
    severity: Severity = .error, isOfWord: Bool = false
  ) {
    self.location = location
    word = isOfWord ? search?.word : nil
    self.severity = severity
    self.what = message.mappingTexts { $0.masked(atMost: Diagnostic.longest) }
    self.search = search
    self.usedFrom = usedFrom
  }

  /// The same said of several places, of which this is the first.
  func found(times: Int) -> Diagnostic {
    guard times > 1 else { return self }
    var diagnostic = self
    diagnostic.what = "\(what) (\(times) times, first here)"
    return diagnostic
  }

  /// With the nearest words, which are looked up here.
  var withHint: Diagnostic {
    guard let search else { return self }
    var diagnostic = self
    diagnostic.what = "\(what)\(search.hint.mappingTexts { $0.masked(atMost: Diagnostic.longest) })"
    diagnostic.search = nil
    return diagnostic
  }

  func used(from places: [Location]) -> Diagnostic {
    Diagnostic(location, what, search, usedFrom: places, severity: severity, isOfWord: word != nil)
  }
}

extension Diagnostic: CustomStringConvertible {
  /// What is wrong, in English and without the place.
  public var message: String { what.description }

  /// `bad.yaml:8:3: error: unknown layer 'rleu', did you mean 'relu'?`, the line, and a caret under the column.
  public var description: String { phrase.description }

  /// The same for any language.
  public var phrase: Phrase {
    var lines: [Phrase] = [severity == .error ? "\(location): error: \(what)" : "\(location): warning: \(what)"]
    if let line = location.source.line(location.line), !line.isEmpty {
      // Long lines are cut to a stretch around the column.
      let skipped = max(0, location.column - 60)
      // Columns are counted in Unicode scalars.
      let shown = String(line.unicodeScalars.dropFirst(skipped).prefix(100)).masked()
      let caret = String(repeating: " ", count: max(0, location.column - 1 - skipped)) + "^"
      lines += ["  \(shown)", "  \(caret)"]
    }
    for place in usedFrom { lines.append("  used from \(place)") }
    return "\(lines, separator: "\n")"
  }
}

/// All problems of a model file, in the order of their places.
public struct ModelFileError: PhrasedError, CustomStringConvertible {
  public let diagnostics: [Diagnostic]
  /// Problems beyond those that are listed.
  public let omitted: Int

  /// Problems listed at most.
  static let most = 50

  init(_ diagnostics: [Diagnostic]) {
    var seen: Set<String> = []
    // A line of a module that is used often is one problem, not many.
    let unique = diagnostics.filter { seen.insert("\($0.location) \($0.message)").inserted }
    // So is a word that is used often, where the mistake is the word and not its place.
    var places: [String: Int] = [:]
    for diagnostic in unique { if let word = diagnostic.word { places[word, default: 0] += 1 } }
    var said: Set<String> = []
    let different = unique.filter { $0.word.map { said.insert($0).inserted } ?? true }
    self.diagnostics = different.prefix(ModelFileError.most).map { diagnostic in
      diagnostic.word.flatMap { places[$0] }.map { diagnostic.withHint.found(times: $0) } ?? diagnostic.withHint
    }
    omitted = different.count - self.diagnostics.count
  }

  public var phrase: Phrase {
    let rest: [Phrase] =
      switch omitted {
      case 0: []
      case 1: ["and 1 more error"]
      default: ["and \(omitted) more errors"]
      }
    return "\(diagnostics.map(\.phrase) + rest, separator: "\n")"
  }

  public var description: String { phrase.description }
}
