extension JSON {
  /// A value as its `Codable` conformance writes it; the keys of an object keep the order in which they are encoded.
  ///
  /// Written without Foundation, whose encoder sorts keys or leaves them in no order.
  public init(encoding value: some Encodable) throws {
    let node = Node()
    try TreeEncoder(node: node).write(value)
    self = node.json
  }

  /// A place in the tree that is filled while a value is encoded.
  fileprivate final class Node {
    enum Content {
      case value(JSON)
      case list([Node])
      case members([(key: String, node: Node)])
    }

    var content = Content.value(.null)

    var json: JSON {
      switch content {
      case .value(let json): json
      case .list(let nodes): .array(nodes.map(\.json))
      case .members(let members): .object(members.map { ($0.key, $0.node.json) })
      }
    }

    func append(_ node: Node, _ key: String) {
      guard case .members(var members) = content else { return }
      content = .value(.null)
      members.append((key, node))
      content = .members(members)
    }

    func append(_ node: Node) {
      guard case .list(var nodes) = content else { return }
      content = .value(.null)
      nodes.append(node)
      content = .list(nodes)
    }
  }
}

private struct TreeEncoder: Encoder {
  let node: JSON.Node
  var codingPath: [any CodingKey] = []
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .members = node.content {} else { node.content = .members([]) }
    return KeyedEncodingContainer(KeyedTree<Key>(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.content = .list([])
    return ListTree(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleTree(encoder: self) }

  func write(_ value: some Encodable) throws {
    switch value {
    case let number as Int: node.content = .value(.integer(number))
    case let number as Double: node.content = .value(.real(number))
    case let text as String: node.content = .value(.string(text))
    case let isTrue as Bool: node.content = .value(.bool(isTrue))
    default: try value.encode(to: self)
    }
  }
}

private struct KeyedTree<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: JSON.Node
  let codingPath: [any CodingKey]

  private func child(_ key: Key) -> TreeEncoder {
    let child = JSON.Node()
    node.append(child, key.stringValue)
    return TreeEncoder(node: child, codingPath: codingPath + [key])
  }

  mutating func encodeNil(forKey key: Key) { _ = child(key) }
  mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try child(key).write(value) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> { child(key).container(keyedBy: type) }
  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    child(key).unkeyedContainer()
  }
  mutating func superEncoder() -> any Encoder { TreeEncoder(node: node, codingPath: codingPath) }
  mutating func superEncoder(forKey key: Key) -> any Encoder { child(key) }
}

private struct ListTree: UnkeyedEncodingContainer {
  let node: JSON.Node
  let codingPath: [any CodingKey]

  var count: Int {
    if case .list(let nodes) = node.content { return nodes.count }
    return 0
  }

  private func child() -> TreeEncoder {
    let child = JSON.Node()
    node.append(child)
    return TreeEncoder(node: child, codingPath: codingPath)
  }

  mutating func encodeNil() { _ = child() }
  mutating func encode<Value: Encodable>(_ value: Value) throws { try child().write(value) }
  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    child().container(keyedBy: type)
  }
  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { child().unkeyedContainer() }
  mutating func superEncoder() -> any Encoder { child() }
}

private struct SingleTree: SingleValueEncodingContainer {
  let encoder: TreeEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  mutating func encodeNil() { encoder.node.content = .value(.null) }
  mutating func encode<Value: Encodable>(_ value: Value) throws { try encoder.write(value) }
}
