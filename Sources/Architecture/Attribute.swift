/// One argument of a layer: what it is called and what it is.
///
/// A kind lists its own in order, the principal one first. Tables, JSON, comparison and the writer of model files read the
/// list, so that no argument is said twice and none is lost.
public struct Attribute: Hashable, Sendable {
  /// As in a model file: `kernel`, `epsilon`.
  public let name: String
  public let value: Value
  /// Whether it is what the argument is where none is stated.
  public let isDefault: Bool

  public enum Value: Hashable, Sendable {
    case integer(Int)
    /// One per axis, or one for all.
    case integers([Int])
    case number(Double)
    case numbers([Double])
    case boolean(Bool)
    case word(String)
    /// For each axis, or for all axes, how much before and after: `[[1, 2], [1, 2]]`.
    case pairs([[Int]])
    /// For each output the inputs that it reads.
    case table([[Int]])
  }

  public init(_ name: String, _ value: Value, isDefault: Bool = false) {
    self.name = name
    self.value = value
    self.isDefault = isDefault
  }

  public init(_ name: String, _ value: Int, default standIn: Int? = nil) {
    self.init(name, .integer(value), isDefault: value == standIn)
  }

  public init(_ name: String, _ value: Double, default standIn: Double? = nil) {
    self.init(name, .number(value), isDefault: value == standIn)
  }

  public init(_ name: String, _ value: Bool, default standIn: Bool) {
    self.init(name, .boolean(value), isDefault: value == standIn)
  }

  public init(_ name: String, _ value: String, default standIn: String? = nil) {
    self.init(name, .word(value), isDefault: value == standIn)
  }

  /// A list with one number per axis, which is one number where all are equal.
  public init(_ name: String, perAxis values: [Int], default standIn: Int? = nil) {
    let isUniform = Set(values).count == 1
    self.init(
      name, isUniform ? .integer(values[0]) : .integers(values), isDefault: isUniform && values[0] == standIn)
  }
}

extension Attribute.Value: CustomStringConvertible {
  /// As a model file has it: `2`, `[2, 3]`, `1e-05`, `true`, `same`.
  public var description: String {
    switch self {
    case .integer(let number): String(number)
    case .integers(let numbers): "[\(numbers.map(String.init).joined(separator: ", "))]"
    case .number(let number): Self.plain(number)
    case .numbers(let numbers): "[\(numbers.map(Self.plain).joined(separator: ", "))]"
    case .boolean(let flag): String(flag)
    case .word(let word): word
    case .pairs(let rows), .table(let rows):
      "[\(rows.map { "[\($0.map(String.init).joined(separator: ", "))]" }.joined(separator: ", "))]"
    }
  }

  /// The shortest text that is read back as the same number; a whole number without its point.
  private static func plain(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Sequence<Attribute> {
  /// The value of that name; nil where the kind has none.
  public func value(_ name: String) -> Attribute.Value? { first { $0.name == name }?.value }
}
