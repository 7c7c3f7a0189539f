import PlainText

/// A safetensors file: a JSON header, then the tensors' bytes, one after the other.
///
/// ```
/// 8 bytes   length of the header, little-endian
/// header    {"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}, …, "__metadata__":{"key":"value"}}
/// the rest  numbers, little-endian, row-major; data_offsets count from here
/// ```
///
/// The rules are those of the reference implementation: no overlap, no hole, the last tensor ends with the file. Beyond
/// it, names that Unicode holds for equal are refused, and so are keys of a tensor that the format does not have.
public struct Safetensors: Sendable {
  /// In the order of their bytes.
  public let tensors: [StoredTensor]
  /// The free strings of `__metadata__`, in the file's order.
  public let metadata: [(key: String, value: String)]

  /// Whether the first bytes are those of a safetensors file.
  public static func recognizes(_ source: some ByteSource) -> Bool {
    guard let start = try? source.bytes(at: 0, count: 9), let length = start.littleEndian(at: 0, 8) else {
      return false
    }
    return start[8] == UInt8(ascii: "{") && length <= UInt64(source.size - 8)
  }

  /// Whether the first bytes are those of a header that is cut, or whose length is wrong: text has no zero bytes where
  /// the length does.
  public static func resembles(_ source: some ByteSource) -> Bool {
    guard let start = try? source.bytes(at: 0, count: 9), let length = start.littleEndian(at: 0, 8) else {
      return false
    }
    return start[8] == UInt8(ascii: "{") && length < 1 << 48
  }

  /// Reads and checks the header; no tensor is touched.
  public init(reading source: some ByteSource) throws(FormatError) {
    guard source.size >= 8, let length = try source.bytes(at: 0, count: 8).littleEndian(at: 0, 8) else {
      throw FormatError(.safetensorsHeader, "\(source.size) bytes are too short for a length")
    }
    guard length <= FormatLimits.safetensorsHeader else {
      throw FormatError(
        .safetensorsHeader, "a header of \(length) bytes: at most \(FormatLimits.safetensorsHeader) are possible")
    }
    guard length <= UInt64(source.size - 8) else {
      throw FormatError(
        .safetensorsHeader, "a header of \(length) bytes in a file of \(source.size): \(8 + length) would be needed")
    }
    let header = try source.bytes(at: 8, count: Int(length))
    guard header.first == UInt8(ascii: "{") else {
      throw FormatError(.safetensorsHeader, "the header does not begin with '{'")
    }

    var entries: [Entry] = []
    var pairs: [(key: String, value: String)] = []
    var reader = JSONReader(header, depthLimit: 4)
    try reader.object { (reader, name) throws(FormatError) in
      if name == "__metadata__" {
        pairs = try Self.metadata(&reader)
      } else {
        guard entries.count < FormatLimits.tensors else {
          throw FormatError(.tensorCount, "more than \(FormatLimits.tensors) tensors")
        }
        entries.append(try Entry(name, &reader))
      }
    }
    try reader.end()
    metadata = pairs
    tensors = try Self.checkLayout(entries, dataStart: 8 + Int(length), fileSize: source.size)
  }

  private static func metadata(_ reader: inout JSONReader) throws(FormatError) -> [(key: String, value: String)] {
    guard try reader.nextKind() == .object else {
      throw FormatError(.safetensorsMetadata, "__metadata__ is no object")
    }
    var pairs: [(key: String, value: String)] = []
    try reader.object { (reader, key) throws(FormatError) in
      guard pairs.count < FormatLimits.metadataPairs else {
        throw FormatError(.safetensorsMetadata, "more than \(FormatLimits.metadataPairs) pairs in __metadata__")
      }
      guard try reader.nextKind() == .string else {
        throw FormatError(.safetensorsMetadata, "the value of \(key.quoted) in __metadata__ is no string")
      }
      pairs.append((key, try reader.string()))
    }
    return pairs
  }

  /// Every byte behind the header belongs to exactly one tensor.
  private static func checkLayout(
    _ entries: [Entry], dataStart: Int, fileSize: Int
  ) throws(FormatError) -> [StoredTensor] {
    // A tensor without numbers stands before the tensor that begins at its place, as in the reference.
    let sorted = entries.sorted { ($0.begin, $0.end) < ($1.begin, $1.end) }
    var tensors: [StoredTensor] = []
    tensors.reserveCapacity(sorted.count)
    var end = 0
    for entry in sorted {
      let name = entry.name.quoted
      guard entry.begin == end else {
        let what: Phrase = entry.begin < end ? "overlaps the tensor before it" : "leaves a hole before it"
        throw FormatError(.safetensorsLayout, "\(name) begins at \(entry.begin) and \(what), which ends at \(end)")
      }
      guard entry.end <= fileSize - dataStart else {
        throw FormatError(
          .safetensorsLayout, "\(name) ends at \(entry.end), beyond the \(fileSize - dataStart) bytes of the file")
      }
      tensors.append(
        StoredTensor(
          name: entry.name, shape: entry.shape, type: entry.type, offset: dataStart + entry.begin,
          byteCount: entry.end - entry.begin))
      end = entry.end
    }
    guard end == fileSize - dataStart else {
      throw FormatError(.safetensorsLayout, "\(fileSize - dataStart - end) bytes after the last tensor belong to none")
    }
    return tensors
  }

  /// The names of the types in the format, from the least to the most aligned: the order that the reference writes in.
  static let types: [(name: String, type: ElementType)] = [
    ("BOOL", .bool), ("U8", .uint8), ("I8", .int8), ("I16", .int16), ("U16", .uint16), ("F16", .float16),
    ("BF16", .bfloat16), ("I32", .int32), ("U32", .uint32), ("F32", .float32), ("F64", .float64), ("I64", .int64),
    ("U64", .uint64),
  ]

  /// One tensor of the header.
  private struct Entry {
    let name: String
    let type: ElementType
    let shape: [Int]
    let begin: Int
    let end: Int

    init(_ name: String, _ reader: inout JSONReader) throws(FormatError) {
      var type: ElementType?
      var shape: [Int]?
      var offsets: [Int]?
      guard try reader.nextKind() == .object else {
        throw FormatError(.safetensorsTensor, "\(name.quoted) is no object")
      }
      try reader.object { (reader, key) throws(FormatError) in
        switch key {
        case "dtype":
          let word = try reader.string()
          type = Safetensors.types.first { $0.name == word }?.type
          guard type != nil else {
            throw FormatError(
              .safetensorsType,
              "\(name.quoted) has the type \(word.quoted), which is not read")
          }
        case "shape": shape = try Self.integers(&reader, atMost: FormatLimits.rank, name)
        case "data_offsets": offsets = try Self.integers(&reader, atMost: 2, name)
        default:
          throw FormatError(
            .safetensorsTensor, "\(name.quoted) has the unknown key \(key.quoted)")
        }
      }
      let quoted = name.quoted
      guard let type, let shape, let offsets, offsets.count == 2 else {
        throw FormatError(.safetensorsTensor, "\(quoted) lacks one of dtype, shape, and the two data_offsets")
      }
      guard let bytes = FormatLimits.byteCount(shape, type) else {
        throw FormatError(.safetensorsSpan, "the shape of \(quoted) is beyond any memory")
      }
      guard offsets[1] - offsets[0] == bytes else {
        throw FormatError(
          .safetensorsSpan, "\(quoted) takes \(bytes) bytes and not the span \(offsets[0]) to \(offsets[1])")
      }
      self.name = name
      self.type = type
      self.shape = shape
      begin = offsets[0]
      end = offsets[1]
    }

    /// Sizes or offsets: none negative.
    private static func integers(
      _ reader: inout JSONReader, atMost limit: Int, _ name: String
    ) throws(FormatError) -> [Int] {
      var values: [Int] = []
      try reader.array { (reader) throws(FormatError) in
        guard values.count < limit else {
          throw FormatError(.tensorCount, "\(name.quoted) has a list of more than \(limit) numbers")
        }
        let value = try reader.integer()
        guard value >= 0 else {
          throw FormatError(.safetensorsTensor, "\(name.quoted) has a negative number")
        }
        values.append(value)
      }
      return values
    }
  }
}
