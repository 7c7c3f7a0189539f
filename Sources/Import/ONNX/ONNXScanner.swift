import PlainText
import TensorFiles

/// Copies an ONNX file without the numbers of its tensors, so that what is decoded is small whatever the file's size.
///
/// Fields that zoo does not know are left out. Where a tensor has numbers in `raw_data`, `float_data` or `double_data`, the
/// copy says where they lie in the file.
struct ONNXScanner<Source: ByteSource> {
  private var reader: ProtobufReader<Source>
  private let size: Int
  /// Bytes that were kept, and messages of nodes and tensors.
  private var kept = 0
  private var nodes = 0
  private var tensors = 0

  /// A file without its tensors, as a message.
  ///
  /// - Throws: `FormatError` where it is damaged, or its graph larger than real ones.
  static func message(of source: Source) throws(FormatError) -> [UInt8] {
    var scanner = ONNXScanner(source)
    return try scanner.copy(.model, 0..<source.size)
  }

  private init(_ source: Source) {
    reader = ProtobufReader(source)
    size = source.size
  }

  /// The bytes of a message that are passed on. Messages of one kind do not contain each other, so that this calls itself
  /// eight times at most.
  private mutating func copy(_ message: ONNXFields, _ range: Range<Int>) throws(FormatError) -> [UInt8] {
    try count(message)
    var result: [UInt8] = []
    var taken: Range<Int>?
    var position = range.lowerBound
    while position < range.upperBound {
      let field = try reader.field(at: position, before: range.upperBound)
      let start = position
      position = field.bytes.upperBound
      switch message.treatment(of: field.number) {
      case nil: continue
      case .message(let inner):
        guard field.kind == .bytes else { throw wrong(field, at: start) }
        let bytes = try copy(inner, field.bytes)
        append(tag: field.number, .bytes, to: &result)
        append(UInt64(bytes.count), to: &result)
        result += bytes
      case .take where field.kind == .bytes:
        if field.bytes.isEmpty { continue }
        guard taken == nil else {
          throw FormatError(.onnxTensor, "the tensor at byte \(range.lowerBound) has its numbers in two parts")
        }
        taken = field.bytes
        append(tag: 100, .variable, to: &result)
        append(UInt64(field.number), to: &result)
        append(tag: 101, .variable, to: &result)
        append(UInt64(field.bytes.lowerBound), to: &result)
        append(tag: 102, .variable, to: &result)
        append(UInt64(field.bytes.count), to: &result)
      case .take: try keep(start..<position, atMost: 16, &result)
      case .keep(let most): try keep(start..<position, atMost: most + 16, &result)
      }
    }
    return result
  }

  /// Copies a field with its tag.
  private mutating func keep(_ range: Range<Int>, atMost: Int, _ result: inout [UInt8]) throws(FormatError) {
    guard range.count <= atMost else {
      throw FormatError(
        .onnxSize, "the field at byte \(range.lowerBound) has \(range.count) bytes, and \(atMost) are read")
    }
    kept += range.count
    guard kept <= FormatLimits.onnxGraph else {
      throw FormatError(.onnxSize, "a graph of more than \(FormatLimits.onnxGraph) bytes without its tensors")
    }
    result += try reader.bytes(range)
  }

  /// Counts a message; 32 bytes stand for what an empty one takes when it is decoded.
  private mutating func count(_ message: ONNXFields) throws(FormatError) {
    kept += 32
    switch message {
    case .node: nodes += 1
    case .tensor: tensors += 1
    default: break
    }
    guard nodes <= FormatLimits.onnxNodes else {
      throw FormatError(.onnxSize, "more than \(FormatLimits.onnxNodes) nodes")
    }
    guard tensors <= FormatLimits.tensors else {
      throw FormatError(.tensorCount, "more than \(FormatLimits.tensors) tensors")
    }
    guard kept <= FormatLimits.onnxGraph else {
      throw FormatError(.onnxSize, "a graph of more than \(FormatLimits.onnxGraph) bytes without its tensors")
    }
  }

  private func wrong(_ field: ProtobufReader<Source>.Field, at offset: Int) -> FormatError {
    FormatError(.onnxMessage, "field \(field.number) at byte \(offset) should be a message")
  }

  private func append(tag number: Int, _ kind: ProtobufReader<Source>.Kind, to result: inout [UInt8]) {
    append(UInt64(number) << 3 | kind.rawValue, to: &result)
  }

  /// 7 bits per byte, the lowest first.
  private func append(_ value: UInt64, to result: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      result.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    result.append(UInt8(truncatingIfNeeded: rest))
  }
}
