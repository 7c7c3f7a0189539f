import Architecture

extension AnalysisDocument {
  /// The arguments of a layer: an object with a key for each, in alphabetical order.
  public struct Attributes: Codable, Hashable, Sendable {
    public var values: [(name: String, value: Attribute.Value)]

    public init(_ attributes: [Attribute]) {
      values = attributes.map { ($0.name, Attributes.plain($0.value)) }.sorted { $0.name < $1.name }
    }

    /// JSON does not tell 2.0 from 2, nor pairs from a table.
    private static func plain(_ value: Attribute.Value) -> Attribute.Value {
      switch value {
      case .number(let number): Int(exactly: number).map { .integer($0) } ?? value
      case .numbers(let numbers):
        numbers.allSatisfy { Int(exactly: $0) != nil } ? .integers(numbers.compactMap { Int(exactly: $0) }) : value
      case .pairs(let rows): .table(rows)
      default: value
      }
    }

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }

      init(_ name: String) { stringValue = name }
      init?(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      for (name, value) in values {
        switch value {
        case .integer(let number): try container.encode(number, forKey: Key(name))
        case .integers(let numbers): try container.encode(numbers, forKey: Key(name))
        case .number(let number): try container.encode(number, forKey: Key(name))
        case .numbers(let numbers): try container.encode(numbers, forKey: Key(name))
        case .boolean(let flag): try container.encode(flag, forKey: Key(name))
        case .word(let word): try container.encode(word, forKey: Key(name))
        case .pairs(let rows), .table(let rows): try container.encode(rows, forKey: Key(name))
        }
      }
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      values = try container.allKeys.map { key in
        (name: key.stringValue, value: try Attributes.value(container, key))
      }.sorted { $0.name < $1.name }
    }

    private static func value(_ container: KeyedDecodingContainer<Key>, _ key: Key) throws -> Attribute.Value {
      if let flag = try? container.decode(Bool.self, forKey: key) { return .boolean(flag) }
      if let number = try? container.decode(Int.self, forKey: key) { return .integer(number) }
      if let number = try? container.decode(Double.self, forKey: key) { return .number(number) }
      if let numbers = try? container.decode([Int].self, forKey: key) { return .integers(numbers) }
      if let numbers = try? container.decode([Double].self, forKey: key) { return .numbers(numbers) }
      if let rows = try? container.decode([[Int]].self, forKey: key) { return .table(rows) }
      return .word(try container.decode(String.self, forKey: key))
    }

    public static func == (a: Attributes, b: Attributes) -> Bool {
      a.values.elementsEqual(b.values) { $0.name == $1.name && $0.value == $1.value }
    }

    public func hash(into hasher: inout Hasher) {
      for (name, value) in values {
        hasher.combine(name)
        hasher.combine(value)
      }
    }
  }
}
