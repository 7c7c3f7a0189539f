import TensorFiles

/// The types of a tensor's numbers, under ONNX's numbers for them.
enum ONNXElement: Int, Sendable {
  case float32 = 1
  case uint8, int8, uint16, int16, int32, int64, string, bool, float16, float64, uint32, uint64
  case bfloat16 = 16

  /// How they are stored; nil for texts.
  var stored: ElementType? {
    switch self {
    case .float32: .float32
    case .uint8: .uint8
    case .int8: .int8
    case .uint16: .uint16
    case .int16: .int16
    case .int32: .int32
    case .int64: .int64
    case .string: nil
    case .bool: .bool
    case .float16: .float16
    case .float64: .float64
    case .uint32: .uint32
    case .uint64: .uint64
    case .bfloat16: .bfloat16
    }
  }

  /// Whether they are numbers with a fraction.
  var isFloat: Bool { self == .float32 || self == .float64 || self == .float16 || self == .bfloat16 }

  /// The range of a whole number's type that fits Int; nil for fractions and texts.
  var range: ClosedRange<Int>? {
    switch self {
    case .uint8: 0...255
    case .int8: -128...127
    case .uint16: 0...65535
    case .int16: -32768...32767
    case .int32: Int(Int32.min)...Int(Int32.max)
    case .uint32: 0...Int(UInt32.max)
    case .int64, .uint64: Int.min...Int.max
    case .bool: 0...1
    case .float32, .float64, .float16, .bfloat16, .string: nil
    }
  }
}
