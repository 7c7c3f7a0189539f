import TensorFiles

/// Turns numbers into the bytes of an element type, little-endian.
enum NumberEncoder {
  /// Types that weights can be written in.
  static let types: [ElementType] = [.float32, .float16, .bfloat16, .float64]

  static func encode(_ numbers: UnsafeBufferPointer<Float>, as type: ElementType, into bytes: inout [UInt8]) {
    switch type {
    case .float64: append(numbers, to: &bytes) { Double($0).bitPattern.littleEndian }
    case .float16: append(numbers, to: &bytes) { Float16($0).bitPattern.littleEndian }
    case .bfloat16: append(numbers, to: &bytes) { brainFloat($0).littleEndian }
    default: append(numbers, to: &bytes) { $0.bitPattern.littleEndian }
    }
  }

  private static func append<Bits: FixedWidthInteger>(
    _ numbers: UnsafeBufferPointer<Float>, to bytes: inout [UInt8], _ bits: (Float) -> Bits
  ) {
    let size = MemoryLayout<Bits>.size
    bytes.removeAll(keepingCapacity: true)
    bytes.reserveCapacity(numbers.count * size)
    for number in numbers { withUnsafeBytes(of: bits(number)) { bytes.append(contentsOf: $0) } }
  }

  /// The upper half of a float32, rounded to nearest, ties to even; NaN stays NaN.
  static func brainFloat(_ number: Float) -> UInt16 {
    let bits = number.bitPattern
    if number.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ ((bits >> 16) & 1)) >> 16)
  }
}
