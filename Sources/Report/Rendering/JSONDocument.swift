/// What a command writes as JSON: a tree of values with the name and version of its schema, which a file
/// `Schemas/zoo.<name>-<version>.schema.json` states.
///
/// Keys are written in the order of the properties. An optional property that is nil is left out; one marked `@OrNull` is
/// written as null.
public protocol JSONDocument: Codable, Hashable, Sendable {
  /// `zoo.analysis/1`.
  static var schema: String { get }
  var schema: String { get }
}

extension JSONDocument {
  /// The document as it is written.
  public var json: JSON {
    // Nothing that a document holds refuses to be encoded.
    (try? JSON(encoding: self)) ?? .null
  }
}

/// A value that is written as null where there is none.
@propertyWrapper
public struct OrNull<Value: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
  public var wrappedValue: Value?

  public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

extension Double {
  /// The number, which JSON can write; nil for NaN and infinities.
  package var finite: Double? { isFinite ? self : nil }
}
