import Architecture

internal import Yams
import PlainText

/// A piece of a model file with its place: a text, a list, or keys with values.
struct Value: Sendable {
  enum Content: Sendable {
    /// Nothing, `~` or `null`.
    case null
    case text(String)
    case list([Value])
    case map([(key: Key, value: Value)])
  }

  struct Key: Sendable {
    let text: String
    let location: Location
  }

  let content: Content
  let location: Location
  /// What handling it costs: one for each value in it, and more for long texts. An argument that is put in counts each
  /// time, so that a small file can hold a value of any size.
  let size: Int
  /// Lists and maps inside each other.
  let depth: Int

  init(content: Content, location: Location) {
    self.content = content
    self.location = location
    var size = 1
    var depth = 0
    func add(_ value: Value) {
      size = min(size + value.size, FileLimits.work + 1)
      depth = max(depth, value.depth + 1)
    }
    switch content {
    case .null: break
    case .text(let text): size += text.utf8.count / 8
    case .list(let list): for value in list { add(value) }
    case .map(let map): for (_, value) in map { add(value) }
    }
    self.size = size
    self.depth = depth
  }

  var text: String? {
    if case .text(let text) = content { return text }
    return nil
  }

  var list: [Value]? {
    if case .list(let list) = content { return list }
    return nil
  }

  var map: [(key: Key, value: Value)]? {
    if case .map(let map) = content { return map }
    return nil
  }

  var isNull: Bool {
    if case .null = content { return true }
    return false
  }

  /// How a message names it: `a list`, `'eleven'`.
  var summary: Phrase {
    switch content {
    case .null: "nothing"
    case .text(let text): "'\(text.prefix(60).masked())'"
    case .list: "a list"
    case .map: "keys with values"
    }
  }
}

extension Value {
  /// Parses YAML.
  ///
  /// Anchors and aliases are refused before parsing, since a few lines of them can stand for more nodes than memory
  /// holds; libyaml itself refuses more than 1,000 levels.
  ///
  /// - Throws: `ModelFileError` with one diagnostic.
  static func parse(_ source: SourceText) throws(ModelFileError) -> Value { try parse(source.text, in: source) }

  /// Parses a file, and reads it.
  ///
  /// - Throws: `ModelFileError` with all problems that are noted in reading.
  static func parse(
    _ source: SourceText, read: (Value, inout [Diagnostic]) -> Void
  ) throws(ModelFileError) {
    let file = try parse(source)
    var diagnostics: [Diagnostic] = []
    read(file, &diagnostics)
    guard diagnostics.isEmpty else { throw ModelFileError(diagnostics) }
  }

  /// The text behind a key; nil, with a note, where something else stands there.
  func text(of key: Key, _ diagnostics: inout [Diagnostic]) -> String? {
    if text == nil { diagnostics.append(Diagnostic(location, "'\(key.text)' takes a value, not \(summary)")) }
    return text
  }

  /// Parses a text whose lines and columns are those of `source`.
  static func parse(_ text: String, in source: SourceText) throws(ModelFileError) -> Value {
    if let anchor = firstAnchor(in: text, source) {
      throw ModelFileError([Diagnostic(anchor, "anchors and aliases are not part of the format; use a module")])
    }
    let start = Location(source: source, line: 1, column: 1)
    do {
      // All is text here: YAML's own rules that tell numbers and dates apart are not asked.
      guard let node = try Yams.compose(yaml: text, .basic) else { return Value(content: .null, location: start) }
      return try Value(node, source)
    } catch let error as ModelFileError {
      throw error
    } catch let error as YamlError {
      throw ModelFileError([diagnostic(error, source)])
    } catch {
      throw ModelFileError([Diagnostic(start, "this is not YAML: \(error)")])
    }
  }

  private init(_ node: Node, _ source: SourceText) throws(ModelFileError) {
    let location = Location(source: source, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    let content: Content
    switch node {
    case .scalar(let scalar):
      let isNull = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
      content = isNull ? .null : .text(scalar.string)
    case .sequence(let sequence):
      var list: [Value] = []
      list.reserveCapacity(sequence.count)
      for node in sequence { list.append(try Value(node, source)) }
      content = .list(list)
    case .mapping(let mapping):
      var map: [(key: Key, value: Value)] = []
      var seen: Set<String> = []
      for (key, value) in mapping {
        let name = try Value(key, source)
        guard let text = name.text else {
          throw ModelFileError([Diagnostic(name.location, "a key must be a word, not \(name.summary)")])
        }
        // To YAML !!int 1 and 1 are two keys.
        guard seen.insert(text).inserted else {
          throw ModelFileError([Diagnostic(name.location, "\(name.summary) is given twice")])
        }
        map.append((Key(text: text, location: name.location), try Value(value, source)))
      }
      content = .map(map)
    case .alias:
      throw ModelFileError([Diagnostic(location, "anchors and aliases are not part of the format; use a module")])
    }
    self.init(content: content, location: location)
  }

  /// The first `&name` where YAML could read an anchor: at the start of a word, followed by a character, and not inside a
  /// text in quotes.
  ///
  /// Quotes are passed over only where they are quotes beyond doubt, whatever stands above them: behind `, [ {` or `: ` on the
  /// same line, closed on that line, and followed by what can follow a value. Elsewhere a quote may be part of a word.
  private static func firstAnchor(in text: String, _ source: SourceText) -> Location? {
    let scalars = text.unicodeScalars
    var line = 1
    var column = 1
    var previous: Unicode.Scalar = "\n"
    // The last one on the line that is no blank.
    var mark: Unicode.Scalar = "\n"
    var pending: Location?
    var index = scalars.startIndex
    while index != scalars.endIndex {
      let scalar = scalars[index]
      if let place = pending {
        if !isSpace(scalar) { return place }
        pending = nil
      }
      if scalar == "&", isSpace(previous) || isIndicator(previous) {
        pending = Location(source: source, line: line, column: column)
      }
      let isOpening = mark == "," || mark == "[" || mark == "{" || mark == ":" && isSpace(previous)
      if scalar == "'" || scalar == "\"", isOpening, let end = endOfQuoted(scalars, from: index) {
        column += scalars.distance(from: index, to: end)
        index = end
        (previous, mark) = (scalar, scalar)
        continue
      }
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
      if !isSpace(scalar) || scalar == "\n" { mark = scalar }
      previous = scalar
      index = scalars.index(after: index)
    }
    return nil
  }

  /// Where a text in quotes that begins at a place ends, behind its closing quote; nil where it does not end on the line, or
  /// something follows that cannot follow a value.
  private static func endOfQuoted(_ scalars: String.UnicodeScalarView, from start: String.Index) -> String.Index? {
    let quote = scalars[start]
    var index = scalars.index(after: start)
    while index != scalars.endIndex, scalars[index] != "\n", scalars[index] != "\r" {
      let next = scalars.index(after: index)
      let isFollowed = next != scalars.endIndex
      if quote == "\"", scalars[index] == "\\", isFollowed {
        index = scalars.index(after: next)
      } else if scalars[index] != quote {
        index = next
      } else if quote == "'", isFollowed, scalars[next] == quote {
        index = scalars.index(after: next)
      } else {
        let rest = scalars[next...].first { $0 != " " && $0 != "\t" }
        return rest.map { ",]}:#\r\n".unicodeScalars.contains($0) } ?? true ? next : nil
      }
    }
    return nil
  }

  /// White space, the line breaks of YAML 1.1 and the byte order mark: after each a word can begin.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "\t", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}": true
    default: false
    }
  }

  /// Punctuation of YAML that a word can follow without a space.
  private static func isIndicator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "[", "]", "{", "}", ",", ":", "-", "?", "!", "\"", "'": true
    default: false
    }
  }

  /// The parser's place; where nothing stands there, the end of the line above.
  private static func location(of mark: Mark, _ source: SourceText) -> Location {
    if mark.line > 1, source.line(mark.line)?.isEmpty ?? true, let last = source.line(mark.line - 1) {
      return Location(source: source, line: mark.line - 1, column: last.unicodeScalars.count + 1)
    }
    return Location(source: source, line: mark.line, column: mark.column)
  }

  /// The tab among the blanks at the start of the parser's line.
  private static func tab(before mark: Mark, _ source: SourceText) -> Location? {
    guard let start = source.line(mark.line)?.unicodeScalars.prefix(while: { $0 == " " || $0 == "\t" }),
      let column = start.enumerated().first(where: { $0.element == "\t" })?.offset
    else { return nil }
    return Location(source: source, line: mark.line, column: column + 1)
  }

  private static func diagnostic(_ error: YamlError, _ source: SourceText) -> Diagnostic {
    switch error {
    case .composer(let context?, let problem, let mark, _):
      return Diagnostic(location(of: mark, source), "this is not YAML: \(context.text) \(problem)")
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let place = location(of: mark, source)
      if let tab = tab(before: mark, source) {
        return Diagnostic(tab, "a tab begins this line; YAML is indented with blanks")
      }
      if problem.hasPrefix("Maximum nesting level") {
        return Diagnostic(place, "lists and maps are nested more than \(FileLimits.nesting) levels deep")
      }
      return Diagnostic(place, "this is not YAML: \(problem)")
    case .reader(let problem, let offset, _, _):
      let before = source.text.utf8.prefix(offset ?? 0)
      let start = before.lastIndex(of: UInt8(ascii: "\n")).map { before.index(after: $0) } ?? before.startIndex
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
      return Diagnostic(Location(source: source, line: line, column: column), "this is not YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.map { "'\($0.prefix(60).masked())'" }.joined(separator: ", ")
      let mark = context.mark
      return Diagnostic(Location(source: source, line: mark.line, column: mark.column), "\(keys) is given twice")
    default:
      return Diagnostic(
        Location(source: source, line: 1, column: 1),
        "this is not YAML: \("\(error)".prefix(200).masked())")
    }
  }
}
