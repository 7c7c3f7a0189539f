/// A JSON text as a tree, for short texts. Objects keep the order of their keys.
public enum JSONValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// One key and its value.
  public struct Member: Hashable, Sendable {
    public let key: String
    public let value: JSONValue

    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// Reads a whole text.
  ///
  /// - Parameter valueLimit: values in the tree.
  public init(parsing bytes: [UInt8], valueLimit: Int = 100_000, depthLimit: Int = 64) throws(FormatError) {
    var reader = JSONReader(bytes, depthLimit: depthLimit)
    var values = valueLimit
    self = try JSONValue(&reader, &values)
    try reader.end()
  }

  private init(_ reader: inout JSONReader, _ valuesLeft: inout Int) throws(FormatError) {
    guard valuesLeft > 0 else { throw FormatError(.jsonSize, "too many values at byte \(reader.position)") }
    valuesLeft -= 1
    switch try reader.nextKind() {
    case .null:
      try reader.null()
      self = .null
    case .boolean: self = .boolean(try reader.boolean())
    case .number: self = .number(try reader.number())
    case .string: self = .string(try reader.string())
    case .array:
      var items: [JSONValue] = []
      try reader.array { (reader) throws(FormatError) in items.append(try JSONValue(&reader, &valuesLeft)) }
      self = .array(items)
    case .object:
      var members: [Member] = []
      try reader.object { (reader, key) throws(FormatError) in
        members.append(Member(key: key, value: try JSONValue(&reader, &valuesLeft)))
      }
      self = .object(members)
    }
  }

  /// The value of a key; nil where there is none, or where this is no object.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }
}
