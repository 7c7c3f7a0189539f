import Architecture

import PlainText
internal import YAML

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
    let node: YAMLNode?
    do {
      node = try YAML.parse(text, nesting: FileLimits.nesting)
    } catch {
      throw ModelFileError([diagnostic(error, source)])
    }
    guard let node else { return Value(content: .null, location: Location(source: source, line: 1, column: 1)) }
    return try Value(node, source)
  }

  private init(_ node: YAMLNode, _ source: SourceText) throws(ModelFileError) {
    let content: Content
    switch node.content {
    case .scalar(let text, let isPlain):
      content = isPlain && ["", "~", "null"].contains(text) ? .null : .text(text)
    case .list(let nodes):
      var list: [Value] = []
      list.reserveCapacity(nodes.count)
      for node in nodes { list.append(try Value(node, source)) }
      content = .list(list)
    case .map(let pairs):
      var map: [(key: Key, value: Value)] = []
      map.reserveCapacity(pairs.count)
      var places: [String: Location] = [:]
      for (key, value) in pairs {
        let name = try Value(key, source)
        guard let text = name.text else {
          throw ModelFileError([Diagnostic(name.location, "a key must be a word, not \(name.summary)")])
        }
        if let first = places.updateValue(name.location, forKey: text) {
          throw ModelFileError([Diagnostic(first, "\(name.summary) is given twice")])
        }
        map.append((Key(text: text, location: name.location), try Value(value, source)))
      }
      content = .map(map)
    }
    self.init(content: content, location: Location(source: source, line: node.line, column: node.column))
  }

  /// The parser's place; where nothing stands there, the end of the line above.
  private static func location(of error: YAMLError, _ source: SourceText) -> Location {
    if error.line > 1, source.line(error.line)?.isEmpty ?? true, let last = source.line(error.line - 1) {
      return Location(source: source, line: error.line - 1, column: last.unicodeScalars.count + 1)
    }
    return Location(source: source, line: error.line, column: error.column)
  }

  /// The tab among the blanks at the start of the parser's line.
  private static func tab(before error: YAMLError, _ source: SourceText) -> Location? {
    guard let start = source.line(error.line)?.unicodeScalars.prefix(while: { $0 == " " || $0 == "\t" }),
      let column = start.enumerated().first(where: { $0.element == "\t" })?.offset
    else { return nil }
    return Location(source: source, line: error.line, column: column + 1)
  }

  private static func diagnostic(_ error: YAMLError, _ source: SourceText) -> Diagnostic {
    let place = location(of: error, source)
    switch error.reason {
    case .syntax(let problem):
      if let tab = tab(before: error, source) {
        return Diagnostic(tab, "a tab begins this line; YAML is indented with blanks")
      }
      return Diagnostic(place, "this is not YAML: \(problem)")
    case .character(let problem, let offset):
      let before = source.text.utf8.prefix(offset)
      let start = before.lastIndex(of: UInt8(ascii: "\n")).map { before.index(after: $0) } ?? before.startIndex
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
      return Diagnostic(Location(source: source, line: line, column: column), "this is not YAML: \(problem)")
    case .anchor:
      return Diagnostic(place, "anchors and aliases are not part of the format; use a module")
    case .alias:
      return Diagnostic(place, "this is not YAML: found undefined alias")
    case .nesting:
      return Diagnostic(place, "lists and maps are nested more than \(FileLimits.nesting) levels deep")
    case .severalDocuments:
      return Diagnostic(
        place, "this is not YAML: expected a single document in the stream but found another document")
    case .memory:
      return Diagnostic(place, "there is no memory left to read this")
    }
  }
}
