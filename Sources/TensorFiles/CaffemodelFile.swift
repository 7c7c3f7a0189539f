/// A `.caffemodel`: Caffe's network as a protobuf message, taken apart into its description and the numbers of its blobs,
/// which stay where they are.
///
/// ```
/// 1    the network's name       100  a layer of today's format: 1 name, 2 type, 7 blobs
/// …    what else it says        2    a layer of the second format: 4 name, 5 type, 6 blobs
/// ```
public struct CaffemodelFile: Sendable {
  public struct Layer: Sendable {
    /// Whether it is of the second format, of 2014.
    public let isOld: Bool
    /// Its message without the blobs.
    public let message: [UInt8]
    public let blobs: [CaffemodelBlob]
  }

  /// The message without its layers.
  public let message: [UInt8]
  public let layers: [Layer]

  /// Field numbers of the message of a network.
  private enum Number {
    static let name = 1
    static let oldLayer = 2
    static let layer = 100
    /// Each field that Caffe knows, and whether it has a length: name, layers, input, input_dim, force_backward, state,
    /// debug_info, input_shape, layer.
    static let hasLength = [
      name: true, oldLayer: true, 3: true, 4: false, 5: false, 6: true, 7: false, 8: true, layer: true,
    ]
  }

  /// Whether the file begins as Caffe's message does: with fields that it has, a layer among them. Protobuf has no mark.
  public static func recognizes(_ source: some ByteSource) -> Bool {
    guard var fields = try? ProtobufFields(of: source) else { return false }
    var isNamed = false
    for _ in 0..<64 {
      guard let field = try? fields.next(), let hasLength = Number.hasLength[field.number] else { return false }
      guard case .bytes(let range) = field.value else {
        if hasLength { return false }
        continue
      }
      // Dimensions may be packed.
      guard hasLength || field.number == 4 else { return false }
      if field.number == Number.name {
        guard !isNamed, range.count <= FormatLimits.nameBytes else { return false }
        isNamed = true
      }
      if field.number == Number.layer || field.number == Number.oldLayer { return isLayer(range, source) }
    }
    return false
  }

  /// Whether a message has a name or a type as text, or what it reads.
  private static func isLayer(_ range: Range<Int>, _ source: some ByteSource) -> Bool {
    guard var fields = try? ProtobufFields(of: source, in: range), let first = try? fields.next() else { return false }
    guard (1...4).contains(first.number), case .bytes(let text) = first.value, text.count <= FormatLimits.nameBytes
    else { return false }
    return (try? source.bytes(at: text.lowerBound, count: text.count)).map { bytes in
      String(validating: bytes, as: UTF8.self) != nil && !bytes.contains { $0 < 0x20 }
    } ?? false
  }

  public init(reading source: some ByteSource) throws(FormatError) {
    var message: [UInt8] = []
    var layers: [Layer] = []
    var room = FormatLimits.protobufStructure
    var blobs = 0
    var fields = try ProtobufFields(of: source)
    while let field = try fields.next() {
      guard case .bytes(let range) = field.value, field.number == Number.layer || field.number == Number.oldLayer else {
        try message.append(field.bytes, of: source, room: &room)
        continue
      }
      let layer = try Self.layer(range, isOld: field.number == Number.oldLayer, source, room: &room)
      blobs += layer.blobs.count
      layers.append(layer)
      guard layers.count <= FormatLimits.tensors, blobs <= FormatLimits.tensors else {
        throw FormatError(.tensorCount, "more than \(FormatLimits.tensors) layers or blobs")
      }
    }
    self.message = message
    self.layers = layers
  }

  private static func layer(
    _ range: Range<Int>, isOld: Bool, _ source: some ByteSource, room: inout Int
  ) throws(FormatError) -> Layer {
    var message: [UInt8] = []
    var blobs: [CaffemodelBlob] = []
    var fields = try ProtobufFields(of: source, in: range)
    while let field = try fields.next() {
      if case .bytes(let blob) = field.value, field.number == (isOld ? 6 : 7) {
        guard blobs.count < FormatLimits.tensors else { throw FormatError(.tensorCount, "too many blobs in a layer") }
        blobs.append(try CaffemodelBlob(blob, of: source))
      } else {
        try message.append(field.bytes, of: source, room: &room)
      }
    }
    return Layer(isOld: isOld, message: message, blobs: blobs)
  }
}

extension [UInt8] {
  /// Adds bytes of a file, of which there is room for so many.
  fileprivate mutating func append(
    _ range: Range<Int>, of source: some ByteSource, room: inout Int
  ) throws(FormatError) {
    guard range.count <= room else {
      throw FormatError(
        .protobufSize, "the network's description has more than \(FormatLimits.protobufStructure) bytes without weights"
      )
    }
    room -= range.count
    self += try source.bytes(at: range.lowerBound, count: range.count)
  }
}
