import PlainText
import TensorFiles

/// Reads constants of a graph into memory, as far as that is small.
struct ConstantReader {
  private let sources: [any ByteSource & Sendable]
  /// Numbers that may still be read or computed.
  private var budget = 1 << 25
  /// Numbers of one constant at most that is read or computed.
  static let most = 1 << 22

  init(_ sources: [any ByteSource & Sendable]) { self.sources = sources }

  /// Takes numbers from what may be computed: every step asks first.
  mutating func spend(_ count: Int) throws(NodeError) {
    guard count >= 0, count <= Self.most, count <= budget else {
      throw .wrong("computes more constants than the \(Self.most) numbers that are computed ahead of running")
    }
    budget -= count
  }

  /// Whole numbers, row-major; fractions are cut.
  mutating func integers(_ tensor: ONNXTensor) throws(NodeError) -> [Int] {
    switch tensor.storage {
    case .integers(let list): return list
    case .numbers(let list): return list.map(Self.whole)
    case .filled(let number):
      try spend(tensor.count)
      return Array(repeating: Self.whole(number), count: tensor.count)
    case .stored(let numbers):
      try spend(tensor.count)
      return try elements(numbers) { bytes, index in
        switch numbers.type {
        case .int8: Int(Int8(bitPattern: bytes[index]))
        case .uint8, .bool: Int(bytes[index])
        case .int16: Int(Int16(truncatingIfNeeded: Self.bits(bytes, index, 2)))
        case .uint16: Int(Self.bits(bytes, index, 2))
        case .int32: Int(Int32(truncatingIfNeeded: Self.bits(bytes, index, 4)))
        case .uint32: Int(Self.bits(bytes, index, 4))
        case .int64, .uint64: Int(truncatingIfNeeded: Self.bits(bytes, index, 8))
        case .float16, .bfloat16, .float32, .float64: Self.whole(Self.fraction(bytes, index, numbers.type))
        }
      }
    }
  }

  /// Numbers, row-major.
  mutating func numbers(_ tensor: ONNXTensor) throws(NodeError) -> [Double] {
    switch tensor.storage {
    case .integers(let list): return list.map(Double.init)
    case .numbers(let list): return list
    case .filled(let number):
      try spend(tensor.count)
      return Array(repeating: number, count: tensor.count)
    case .stored(let stored):
      guard tensor.type.isFloat else { return try integers(tensor).map(Double.init) }
      try spend(tensor.count)
      return try elements(stored) { Self.fraction($0, $1, stored.type) }
    }
  }

  /// Each number of a view, decoded.
  private func elements<Number>(
    _ view: ParameterNumbers, _ decode: ([UInt8], Int) -> Number
  ) throws(NodeError) -> [Number] {
    guard view.count > 0 else { return [] }
    let last = zip(view.shape, view.strides).reduce(0) { $0 + ($1.0 - 1) * $1.1 }
    guard last < 4 * Self.most else { throw .wrong("reads constants that are too far apart") }
    let bytes: [UInt8]
    do {
      bytes = try sources[view.source].bytes(at: view.offset, count: (last + 1) * view.type.bytes)
    } catch {
      throw .wrong(error.phrase)
    }
    var result: [Number] = []
    result.reserveCapacity(view.count)
    var index = Array(repeating: 0, count: view.shape.count)
    var position = 0
    while true {
      result.append(decode(bytes, position * view.type.bytes))
      var axis = index.count - 1
      while axis >= 0 {
        index[axis] += 1
        position += view.strides[axis]
        if index[axis] < view.shape[axis] { break }
        position -= view.shape[axis] * view.strides[axis]
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return result }
    }
  }

  private static func bits(_ bytes: [UInt8], _ index: Int, _ width: Int) -> UInt64 {
    (0..<width).reduce(0) { $0 | UInt64(bytes[index + $1]) << UInt64(8 * $1) }
  }

  private static func fraction(_ bytes: [UInt8], _ index: Int, _ type: ElementType) -> Double {
    switch type {
    case .float16: Double(Float16(bitPattern: UInt16(bits(bytes, index, 2))))
    case .bfloat16: Double(Float(bitPattern: UInt32(bits(bytes, index, 2)) << 16))
    case .float64: Double(bitPattern: bits(bytes, index, 8))
    default: Double(Float(bitPattern: UInt32(bits(bytes, index, 4))))
    }
  }

  /// A number without its fraction; the nearest that fits where it is beyond, 0 where it is none.
  static func whole(_ number: Double) -> Int {
    if number.isNaN { return 0 }
    return number >= 0x1p63 ? Int.max : number <= -0x1p63 ? Int.min : Int(number)
  }
}
