import PlainText

/// The head of a safetensors file that is to be written, and the places of its tensors.
///
/// The bytes are those that the reference implementation writes: tensors by alignment of their type, the widest first,
/// then by name; no spaces in the JSON, but after it, up to a multiple of 8.
public struct SafetensorsHeader: Sendable {
  /// A tensor that is to be written.
  public struct Entry: Sendable {
    public let name: String
    public let type: ElementType
    public let shape: [Int]

    public init(name: String, type: ElementType, shape: [Int]) {
      self.name = name
      self.type = type
      self.shape = shape
    }
  }

  /// The file up to its first tensor.
  public let bytes: [UInt8]
  /// The tensors in the order of the file, each with the place for its numbers (little-endian, row-major).
  public let tensors: [StoredTensor]
  /// The whole file, tensors included.
  public let fileSize: Int

  /// - Parameter metadata: free strings, written in the order of their keys.
  /// - Throws: what a reader would refuse.
  public init(_ entries: [Entry], metadata: [String: String] = [:]) throws(FormatError) {
    try self.init(entries, metadata: metadata, limit: FormatLimits.safetensorsHeader)
  }

  /// - Parameter limit: bytes of the text at most.
  init(_ entries: [Entry], metadata: [String: String] = [:], limit: Int) throws(FormatError) {
    guard entries.count <= FormatLimits.tensors else {
      throw FormatError(.tensorCount, "\(entries.count) tensors: at most \(FormatLimits.tensors) are possible")
    }
    guard metadata.count <= FormatLimits.metadataPairs else {
      throw FormatError(.safetensorsMetadata, "more than \(FormatLimits.metadataPairs) pairs in __metadata__")
    }
    let sorted = entries.sorted { a, b in
      let (left, right) = (Self.rank(a.type), Self.rank(b.type))
      return left == right ? a.name.utf8.lexicographicallyPrecedes(b.name.utf8) : left > right
    }
    var names: Set<String> = ["__metadata__"]
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      members.append(
        "\"__metadata__\":{\(pairs.map { "\(Self.json($0.key)):\(Self.json($0.value))" }.joined(separator: ","))}")
    }
    var spans: [Int] = []
    var end = 0
    for entry in sorted {
      let quoted = entry.name.quoted
      guard names.insert(entry.name).inserted, entry.name.utf8.count <= FormatLimits.nameBytes else {
        throw FormatError(.tensorName, "\(quoted) is taken, or too long")
      }
      guard entry.shape.count <= FormatLimits.rank else {
        throw FormatError(.tensorCount, "\(quoted) has too many axes")
      }
      guard let bytes = FormatLimits.byteCount(entry.shape, entry.type), bytes <= 1 << 56, end <= 1 << 56 else {
        throw FormatError(.safetensorsSpan, "the shape of \(quoted) is beyond any memory")
      }
      let shape = entry.shape.map(String.init).joined(separator: ",")
      let type = Safetensors.types[Self.rank(entry.type)].name
      members.append(
        "\(Self.json(entry.name)):{\"dtype\":\"\(type)\",\"shape\":[\(shape)],\"data_offsets\":[\(end),\(end + bytes)]}"
      )
      spans.append(bytes)
      end += bytes
    }

    var json = Array("{\(members.joined(separator: ","))}".utf8)
    json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
    guard json.count <= limit else {
      throw FormatError(.safetensorsHeader, "a header of \(json.count) bytes: at most \(limit)")
    }
    bytes = (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json
    var offset = bytes.count
    var placed: [StoredTensor] = []
    for (entry, span) in zip(sorted, spans) {
      placed.append(
        StoredTensor(name: entry.name, shape: entry.shape, type: entry.type, offset: offset, byteCount: span))
      offset += span
    }
    tensors = placed
    fileSize = offset
  }

  /// The place of a type in the order of alignment.
  private static func rank(_ type: ElementType) -> Int {
    Safetensors.types.firstIndex { $0.type == type } ?? 0
  }

  /// A string of JSON with the escapes that the reference writes.
  private static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{8}": result += "\\b"
      case "\u{C}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\0"..<" ": result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
