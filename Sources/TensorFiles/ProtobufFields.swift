/// The fields of a protobuf message in a file, one after the other, without reading what long ones hold.
public struct ProtobufFields<Source: ByteSource> {
  public struct Field: Hashable, Sendable {
    public let number: Int
    public let value: Value
    /// From the tag's first byte to the end of the value.
    public let bytes: Range<Int>
  }

  public enum Value: Hashable, Sendable {
    case varint(UInt64)
    /// Four bytes from here on.
    case fixed32(at: Int)
    /// Eight bytes from here on.
    case fixed64(at: Int)
    /// A text, a message, packed numbers.
    case bytes(Range<Int>)
  }

  private var reader: ProtobufReader<Source>
  private let end: Int
  private var position: Int

  /// - Parameter range: where the message lies; the whole file where nil.
  /// - Throws: `protobuf-length` where it does not lie in the file.
  public init(of source: Source, in range: Range<Int>? = nil) throws(FormatError) {
    let range = range ?? 0..<source.size
    guard range.lowerBound >= 0, range.upperBound <= source.size else {
      throw FormatError(.protobufLength, "a message up to byte \(range.upperBound) is beyond the file's \(source.size)")
    }
    reader = ProtobufReader(source)
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next field; nil at the end of the message.
  public mutating func next() throws(FormatError) -> Field? {
    guard position < end else { return nil }
    let start = position
    let field = try reader.field(at: start, before: end)
    position = field.bytes.upperBound
    let value: Value =
      switch field.kind {
      case .variable: .varint(field.value)
      case .fixed64: .fixed64(at: field.bytes.lowerBound)
      case .fixed32: .fixed32(at: field.bytes.lowerBound)
      case .bytes: .bytes(field.bytes)
      }
    return Field(number: field.number, value: value, bytes: start..<position)
  }

  /// The next number of a list of varints, which has no tags; nil at its end.
  public mutating func nextVarint() throws(FormatError) -> UInt64? {
    guard position < end else { return nil }
    let (value, next) = try reader.variable(at: position, before: end)
    position = next
    return value
  }
}
