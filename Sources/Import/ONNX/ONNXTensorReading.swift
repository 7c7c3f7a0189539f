import PlainText
import TensorFiles

extension ONNXTensor {
  /// A tensor of the file, whose numbers are known to be there.
  ///
  /// - Parameter files: the model and what it names.
  /// - Throws: `FormatError` where sizes, type and bytes do not agree.
  init(_ message: Onnx_TensorProto, name: String? = nil, files: inout ExternalFiles) throws(FormatError) {
    let name = name ?? message.name
    guard let type = ONNXElement(rawValue: Int(message.dataType)) else {
      throw FormatError(.onnxTensor, "the tensor \(name) has numbers of type \(message.dataType), which are not read")
    }
    guard message.dims.count <= FormatLimits.rank else {
      throw FormatError(.onnxTensor, "the tensor \(name) has \(message.dims.count) axes")
    }
    let shape = message.dims.map { Int($0) }
    guard let stored = type.stored else {
      self.init(name: name, shape: shape, type: type, .numbers([]))
      return
    }
    // Also the sizes beside one of 0 are added up.
    guard let needed = FormatLimits.byteCount(shape, stored), needed <= 1 << 50, shape.allSatisfy({ $0 <= 1 << 50 })
    else {
      throw FormatError(.onnxTensor, "the sizes of the tensor \(name) are impossible")
    }
    let count = needed / stored.bytes
    func wrong(_ found: Int) -> FormatError {
      FormatError(.onnxTensor, "the tensor \(name) has \(count) numbers by its sizes, and \(found) in the file")
    }
    func view(_ source: Int, _ offset: Int) -> Storage {
      .stored(ParameterNumbers(name: name, shape: shape, type: stored, source: source, offset: offset))
    }
    if message.dataLocation == 1 {
      let (source, offset) = try files.place(message.externalData, bytes: needed, of: name)
      self.init(name: name, shape: shape, type: type, view(source, offset))
    } else if message.hasTakenField {
      let width = message.takenField == 4 ? 4 : message.takenField == 10 ? 8 : stored.bytes
      let fits = message.takenField == 9 || type == (message.takenField == 4 ? .float32 : .float64)
      guard fits, Int(message.takenLength) == needed else { throw wrong(Int(message.takenLength) / width) }
      self.init(name: name, shape: shape, type: type, view(0, Int(message.takenOffset)))
    } else {
      guard let storage = Self.listed(message, type) else {
        throw FormatError(.onnxTensor, "the numbers of the tensor \(name) do not fit its type")
      }
      switch storage {
      case .integers(let list): guard list.count == count else { throw wrong(list.count) }
      case .numbers(let list): guard list.count == count else { throw wrong(list.count) }
      case .stored, .filled: break
      }
      self.init(name: name, shape: shape, type: type, storage)
    }
  }

  /// The numbers that stand in lists; nil where one is beyond its type.
  private static func listed(_ message: Onnx_TensorProto, _ type: ONNXElement) -> Storage? {
    switch type {
    case .float32: return .numbers(message.floatData.map { Double($0) })
    case .float64: return .numbers(message.doubleData)
    case .float16, .bfloat16:
      // The bits of each number are in an int32.
      var numbers: [Double] = []
      for word in message.int32Data {
        guard let bits = UInt16(exactly: word) else { return nil }
        numbers.append(
          type == .float16 ? Double(Float16(bitPattern: bits)) : Double(Float(bitPattern: UInt32(bits) << 16)))
      }
      return .numbers(numbers)
    case .uint32, .uint64:
      let numbers = message.uint64Data.compactMap { Int(exactly: $0) }
      return numbers.count == message.uint64Data.count ? .integers(numbers) : nil
    case .int64: return .integers(message.int64Data.map { Int($0) })
    case .uint8, .int8, .uint16, .int16, .int32, .bool, .string: return .integers(message.int32Data.map { Int($0) })
    }
  }
}
