/// How a number is stored in a file.
public enum ElementType: String, CaseIterable, Sendable {
  case float16, bfloat16, float32, float64
  case int8, uint8, int16, uint16, int32, uint32, int64, uint64
  case bool

  /// Whole numbers: pixels and classes, where an array holds them.
  public var isInteger: Bool {
    switch self {
    case .float16, .bfloat16, .float32, .float64: false
    default: true
    }
  }

  /// Bytes of one number.
  public var bytes: Int {
    switch self {
    case .int8, .uint8, .bool: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }
}
