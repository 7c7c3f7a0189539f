internal import CLibYAML

/// YAML 1.1, as libyaml reads it.
public enum YAML {
  /// The value of a text; nil where there is none.
  ///
  /// - Parameter nesting: how many lists and maps may lie inside each other.
  /// - Throws: `YAMLError` at the first thing that is wrong.
  public static func parse(_ text: String, nesting: Int) throws(YAMLError) -> YAMLNode? {
    var text = text
    // A typed error does not come through `withUTF8`.
    return try text.withUTF8 { bytes in
      Result { () throws(YAMLError) in try Events(bytes).document(nesting: nesting) }
    }.get()
  }
}

/// Reads the events of a text, which has to stay where it is.
private struct Events: ~Copyable {
  private let reader: OpaquePointer

  init(_ text: UnsafeBufferPointer<UInt8>) throws(YAMLError) {
    guard let reader = clibyaml_open(text.baseAddress, text.count) else {
      throw YAMLError(.memory, line: 1, column: 1)
    }
    self.reader = reader
  }

  deinit { clibyaml_close(reader) }

  /// The only document's value; nil where there is none.
  func document(nesting: Int) throws(YAMLError) -> YAMLNode? {
    guard try next().kind == CLIBYAML_DOCUMENT else { return nil }
    let node = try node(next(), nesting)
    _ = try next()
    let end = try next()
    guard end.kind == CLIBYAML_END else { throw YAMLError(.severalDocuments, end) }
    return node
  }

  private func next() throws(YAMLError) -> clibyaml_event {
    let event = clibyaml_next(reader)
    switch event.kind {
    case CLIBYAML_WRONG: throw YAMLError(.syntax(event.string), event)
    case CLIBYAML_UNREADABLE: throw YAMLError(.character(event.string, offset: event.offset), event)
    case CLIBYAML_NO_MEMORY: throw YAMLError(.memory, event)
    default: return event
    }
  }

  /// The value that begins with an event.
  private func node(_ event: clibyaml_event, _ nesting: Int) throws(YAMLError) -> YAMLNode {
    if event.has_anchor != 0 { throw YAMLError(.anchor, event) }
    let content: YAMLNode.Content
    switch event.kind {
    case CLIBYAML_ALIAS: throw YAMLError(.alias, event)
    case CLIBYAML_LIST:
      guard nesting > 0 else { throw YAMLError(.nesting, event) }
      var list: [YAMLNode] = []
      while case let item = try next(), item.kind != CLIBYAML_LIST_END { list.append(try node(item, nesting - 1)) }
      content = .list(list)
    case CLIBYAML_MAP:
      guard nesting > 0 else { throw YAMLError(.nesting, event) }
      var pairs: [(key: YAMLNode, value: YAMLNode)] = []
      while case let item = try next(), item.kind != CLIBYAML_MAP_END {
        let key = try node(item, nesting - 1)
        pairs.append((key, try node(next(), nesting - 1)))
      }
      content = .map(pairs)
    default: content = .scalar(event.string, isPlain: event.is_plain != 0)
    }
    return YAMLNode(content: content, line: event.line, column: event.column)
  }
}

extension clibyaml_event {
  fileprivate var string: String {
    text.withMemoryRebound(to: UInt8.self, capacity: length) {
      String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self)
    }
  }
}

extension YAMLError {
  fileprivate init(_ reason: Reason, _ event: clibyaml_event) {
    self.init(reason, line: event.line, column: event.column)
  }
}
