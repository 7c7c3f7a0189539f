/// The fields of a protobuf message in a file, one after the other: their heads are read, their bytes only on request.
///
/// A field is a tag, `number << 3 | kind`, and what the kind says: a number of variable length (7 bits per byte, the lowest
/// first), 8 or 4 bytes, or a length and as many bytes. Groups, which protobuf gave up, are refused. Source: protobuf's
/// "Encoding".
public struct ProtobufReader<Source: ByteSource> {
  /// The head of a field.
  public struct Field {
    public let number: Int
    public let kind: Kind
    /// The number of a field of variable length; 0 for others.
    public let value: UInt64
    /// Where its bytes lie, the length not counted.
    public let bytes: Range<Int>
  }

  /// How a field is stored.
  public enum Kind: UInt64, Sendable {
    case variable = 0
    case fixed64 = 1
    case bytes = 2
    case fixed32 = 5
  }

  private let source: Source
  /// Bytes around the place that is read, and where they begin.
  private var window: [UInt8] = []
  private var start = 0

  /// Bytes that are read at a time.
  private static var windowSize: Int { 1 << 14 }

  public init(_ source: Source) { self.source = source }

  /// The field at a place of a message.
  ///
  /// - Parameters:
  ///   - offset: where its tag is; the next field begins at the end of its bytes.
  ///   - end: where its message ends, at most the file's size.
  public mutating func field(at offset: Int, before end: Int) throws(FormatError) -> Field {
    let (tag, body) = try variable(at: offset, before: end)
    let number = tag >> 3
    guard let kind = Kind(rawValue: tag & 7), (1...0x1FFF_FFFF).contains(number) else {
      throw FormatError(.protobufTag, "\(tag) at byte \(offset) is no tag of a field")
    }
    var length = 0
    var first = body
    var value: UInt64 = 0
    switch kind {
    case .variable:
      let read = try variable(at: body, before: end)
      value = read.value
      length = read.end - body
    case .fixed64: length = 8
    case .fixed32: length = 4
    case .bytes:
      let read = try variable(at: body, before: end)
      first = read.end
      guard read.value <= UInt64(end - first) else {
        throw FormatError(
          .protobufLength,
          "field \(number) at byte \(offset) is \(read.value) bytes long, and its message has \(end - first) left")
      }
      length = Int(read.value)
    }
    guard length <= end - first else {
      throw FormatError(.protobufLength, "field \(number) at byte \(offset) is cut by the end of its message")
    }
    return Field(number: Int(number), kind: kind, value: value, bytes: first..<first + length)
  }

  /// Bytes of the file.
  public mutating func bytes(_ range: Range<Int>) throws(FormatError) -> ArraySlice<UInt8> {
    if range.count > Self.windowSize { return try source.bytes(at: range.lowerBound, count: range.count)[...] }
    try load(range)
    return window[(range.lowerBound - start)..<(range.upperBound - start)]
  }

  /// A number of variable length, and where it ends.
  mutating func variable(at offset: Int, before end: Int) throws(FormatError) -> (value: UInt64, end: Int) {
    var value: UInt64 = 0
    for index in 0..<10 {
      guard index < end - offset else { break }
      try load(offset + index..<offset + index + 1)
      let byte = window[offset + index - start]
      // The tenth byte has the 64th bit alone.
      guard index < 9 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7F) << UInt64(7 * index)
      if byte < 0x80 { return (value, offset + index + 1) }
    }
    throw FormatError(.protobufNumber, "the number at byte \(offset) does not end")
  }

  /// Makes the window hold a range that is no longer than it.
  private mutating func load(_ range: Range<Int>) throws(FormatError) {
    if range.lowerBound >= start, range.upperBound <= start + window.count { return }
    start = range.lowerBound
    let count = max(range.count, min(Self.windowSize, source.size - start))
    window = try source.bytes(at: start, count: count)
  }
}
