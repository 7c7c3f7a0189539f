/// A blob of a `.caffemodel`: sizes, and where its numbers lie.
///
/// ```
/// 1–4  num, channels, height, width, of old files      5  float numbers      8  double numbers
/// 7    the sizes, as many as there are axes            6, 9  gradients, which are passed over
/// ```
public struct CaffemodelBlob: Hashable, Sendable {
  public let shape: [Int]
  /// float32 or float64.
  public let type: ElementType
  /// Where the numbers lie, in their order: one part in files that Caffe wrote; none where the file has only the sizes.
  public let parts: [Part]

  /// Numbers a fixed way apart.
  public struct Part: Hashable, Sendable {
    /// Bytes from the file's start to the first number.
    public let offset: Int
    public internal(set) var count: Int
    /// Bytes from one number to the next: more than a number has where each has a tag of its own.
    public let stride: Int
  }

  /// The offset of numbers that follow one another; nil where they do not.
  public var offset: Int? {
    guard let part = parts.first, parts.count == 1, part.stride == type.bytes || part.count == 1 else { return nil }
    return part.offset
  }

  init(_ range: Range<Int>, of source: some ByteSource) throws(FormatError) {
    var sizes: [Int]?
    var oldSizes: [Int: Int] = [:]
    var parts: [ElementType: [Part]] = [:]
    var fields = try ProtobufFields(of: source, in: range)
    while let field = try fields.next() {
      switch (field.number, field.value) {
      case (1...4, .varint(let size)): oldSizes[field.number] = Int(clamping: size)
      case (5, .bytes(let numbers)): try Self.add(numbers, .float32, to: &parts)
      case (5, .fixed32(let offset)): try Self.add(offset..<offset + 4, .float32, to: &parts)
      case (8, .bytes(let numbers)): try Self.add(numbers, .float64, to: &parts)
      case (8, .fixed64(let offset)): try Self.add(offset..<offset + 8, .float64, to: &parts)
      case (7, .bytes(let shape)): sizes = try (sizes ?? []) + Self.sizes(shape, of: source)
      default: break
      }
    }
    guard parts.count <= 1 else {
      throw FormatError(.caffemodelBlob, "the blob at byte \(range.lowerBound) has numbers of two types")
    }
    let count = parts.values.first.map { $0.reduce(0) { $0 + $1.count } } ?? 0
    // Files without sizes have a list of numbers.
    let shape = sizes ?? (oldSizes.isEmpty ? [count] : (1...4).map { oldSizes[$0] ?? 1 })
    type = parts.keys.first ?? .float32
    self.parts = count == 0 ? [] : parts[type] ?? []
    self.shape = shape
    guard shape.count <= FormatLimits.rank, let bytes = FormatLimits.byteCount(shape, type) else {
      throw FormatError(.caffemodelBlob, "the blob at byte \(range.lowerBound) has sizes that are none of a tensor")
    }
    guard count == 0 || bytes == count * type.bytes else {
      let sizes = shape.map(String.init).joined(separator: "×")
      throw FormatError(
        .caffemodelBlob, "the blob at byte \(range.lowerBound) has \(count) numbers where its sizes are \(sizes)")
    }
  }

  /// Adds numbers that follow one another; a single one that lies as far from the one before it as that one from its own
  /// continues its part.
  private static func add(
    _ range: Range<Int>, _ type: ElementType, to parts: inout [ElementType: [Part]]
  ) throws(FormatError) {
    guard range.count % type.bytes == 0 else {
      throw FormatError(
        .caffemodelBlob, "\(range.count) bytes at \(range.lowerBound) are no numbers of type \(type.rawValue)")
    }
    let count = range.count / type.bytes
    guard count > 0 else { return }
    var known = parts[type] ?? []
    parts[type] = nil
    if count == 1, let last = known.last {
      // A tag of one byte stands before each number.
      let next = last.offset + last.count * (type.bytes + 1)
      if last.stride == type.bytes + 1, next == range.lowerBound {
        known[known.count - 1].count += 1
        parts[type] = known
        return
      }
    }
    guard known.count < FormatLimits.protobufParts else {
      throw FormatError(.caffemodelBlob, "a blob's numbers lie in more than \(FormatLimits.protobufParts) parts")
    }
    known.append(Part(offset: range.lowerBound, count: count, stride: count == 1 ? type.bytes + 1 : type.bytes))
    parts[type] = known
  }

  private static func sizes(_ range: Range<Int>, of source: some ByteSource) throws(FormatError) -> [Int] {
    var sizes: [Int] = []
    var fields = try ProtobufFields(of: source, in: range)
    while let field = try fields.next(), sizes.count <= FormatLimits.rank {
      switch (field.number, field.value) {
      case (1, .varint(let size)): sizes.append(Int(clamping: size))
      case (1, .bytes(let packed)):
        var numbers = try ProtobufFields(of: source, in: packed)
        while let size = try numbers.nextVarint(), sizes.count <= FormatLimits.rank {
          sizes.append(Int(clamping: size))
        }
      default: break
      }
    }
    return sizes
  }
}

/// The numbers of a blob that do not follow one another in the file, as if they did.
public struct CaffemodelNumbers<Source: ByteSource>: ByteSource {
  private let source: Source
  private let blob: CaffemodelBlob
  public let size: Int

  public init(of blob: CaffemodelBlob, in source: Source) {
    self.source = source
    self.blob = blob
    size = blob.parts.reduce(0) { $0 + $1.count } * blob.type.bytes
  }

  public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) {
    try checkRange(offset, buffer.count)
    let width = blob.type.bytes
    var start = 0
    var done = 0
    for part in blob.parts where done < buffer.count {
      let end = start + part.count * width
      while offset + done < end, done < buffer.count {
        let (index, first) = (offset + done - start).quotientAndRemainder(dividingBy: width)
        // Numbers that follow one another are read at once.
        let room = part.stride == width ? end - offset - done : width - first
        let count = min(room, buffer.count - done)
        try source.read(
          at: part.offset + index * part.stride + first,
          into: UnsafeMutableRawBufferPointer(rebasing: buffer[done..<done + count]))
        done += count
      }
      start = end
    }
  }
}

extension CaffemodelNumbers: Sendable where Source: Sendable {}
