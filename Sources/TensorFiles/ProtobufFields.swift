/// The fields of a protobuf message in a file, one after the other, without reading what long ones hold.
///
/// Source: protobuf's "Encoding": a field is a tag, number·8 + wire type, and a value whose length the wire type says.
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

  private let source: Source
  private let end: Int
  private var position: Int
  /// Bytes of the file that were read ahead, and where they begin.
  private var buffer: [UInt8] = []
  private var bufferStart = 0

  private static var bufferSize: Int { 4096 }

  /// - Parameter range: where the message lies; the whole file where nil.
  /// - Throws: `protobuf-length` where it does not lie in the file.
  public init(of source: Source, in range: Range<Int>? = nil) throws(FormatError) {
    let range = range ?? 0..<source.size
    guard range.lowerBound >= 0, range.upperBound <= source.size else {
      throw FormatError(.protobufLength, "a message up to byte \(range.upperBound) is beyond the file's \(source.size)")
    }
    self.source = source
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next field; nil at the end of the message.
  public mutating func next() throws(FormatError) -> Field? {
    guard position < end else { return nil }
    let start = position
    let tag = try varint()
    guard let number = Int(exactly: tag >> 3), (1..<1 << 29).contains(number) else {
      throw FormatError(.protobufField, "the tag \(tag) at byte \(start) has no field's number")
    }
    let value: Value
    switch tag & 7 {
    case 0: value = .varint(try varint())
    case 1: value = .fixed64(at: try skip(8, from: start).lowerBound)
    case 2:
      let length = try varint()
      value = .bytes(try skip(Int(clamping: length), from: start))
    case 5: value = .fixed32(at: try skip(4, from: start).lowerBound)
    default: throw FormatError(.protobufField, "the field \(number) at byte \(start) has the wire type \(tag & 7)")
    }
    return Field(number: number, value: value, bytes: start..<position)
  }

  /// Passes bytes of the field that begins at `start`.
  private mutating func skip(_ count: Int, from start: Int) throws(FormatError) -> Range<Int> {
    guard count <= end - position else {
      throw FormatError(
        .protobufLength, "the field at byte \(start) has \(count) bytes, and its message ends after \(end - position)")
    }
    defer { position += count }
    return position..<position + count
  }

  /// The next number of a list of varints, which has no tags; nil at its end.
  public mutating func nextVarint() throws(FormatError) -> UInt64? { position < end ? try varint() : nil }

  /// Seven bits a byte, the least significant first; the last byte is below 128.
  private mutating func varint() throws(FormatError) -> UInt64 {
    let start = position
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      let byte = try byte(of: start)
      guard shift < 63 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw FormatError(.protobufField, "the number at byte \(start) does not fit 64 bits")
  }

  private mutating func byte(of start: Int) throws(FormatError) -> UInt8 {
    guard position < end else {
      throw FormatError(.protobufLength, "the message ends inside the number at byte \(start)")
    }
    if position < bufferStart || position >= bufferStart + buffer.count {
      buffer = try source.bytes(at: position, count: min(Self.bufferSize, end - position))
      bufferStart = position
    }
    defer { position += 1 }
    return buffer[position - bufferStart]
  }
}
