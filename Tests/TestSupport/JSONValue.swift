import Foundation

/// JSON read back by another implementation than the one that wrote it.
public enum JSONValue: Equatable, Decodable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  public init(_ text: String) throws { self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  /// The member of an object, or the item of a list.
  public subscript(key: String) -> JSONValue? {
    get {
      if case .object(let members) = self { return members[key] }
      return nil
    }
    set {
      guard case .object(var members) = self else { return }
      members[key] = newValue
      self = .object(members)
    }
  }

  public subscript(index: Int) -> JSONValue {
    get { items[index] }
    set {
      var items = items
      items[index] = newValue
      self = .array(items)
    }
  }

  public var items: [JSONValue] {
    if case .array(let items) = self { return items }
    return []
  }

  public var keys: Set<String> {
    if case .object(let members) = self { return Set(members.keys) }
    return []
  }

  public var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// A whole number.
  public var integer: Int? {
    if case .number(let number) = self { return Int(exactly: number) }
    return nil
  }

  /// A list of whole numbers.
  public var integers: [Int] { items.compactMap(\.integer) }
}
