import TensorFiles

/// Turns numbers into the bytes of an element type, little-endian.
enum NumberEncoder {
  /// Types that weights can be written in.
  static let types: [ElementType] = [.float32, .float16, .bfloat16, .float64]

  /// Whether numbers in memory are the type's bytes already. Most machines keep float32 as files do.
  static func isAsInMemory(_ type: ElementType) -> Bool {
    type == .float32 && Float(1).bitPattern.littleEndian == Float(1).bitPattern
  }

  /// - Parameter bytes: room for all of them, or more.
  static func encode(
    _ numbers: UnsafeBufferPointer<Float>, as type: ElementType, into bytes: UnsafeMutableRawBufferPointer
  ) {
    switch type {
    case .float64: put(numbers, into: bytes) { Double($0).bitPattern.littleEndian }
    case .float16: put(numbers, into: bytes) { Float16($0).bitPattern.littleEndian }
    case .bfloat16: put(numbers, into: bytes) { brainFloat($0).littleEndian }
    default: put(numbers, into: bytes) { $0.bitPattern.littleEndian }
    }
  }

  private static func put<Bits: FixedWidthInteger>(
    _ numbers: UnsafeBufferPointer<Float>, into bytes: UnsafeMutableRawBufferPointer, _ bits: (Float) -> Bits
  ) {
    for (index, number) in numbers.enumerated() {
      bytes.storeBytes(of: bits(number), toByteOffset: index * MemoryLayout<Bits>.size, as: Bits.self)
    }
  }

  /// The upper half of a float32, rounded to nearest, ties to even; NaN stays NaN.
  static func brainFloat(_ number: Float) -> UInt16 {
    let bits = number.bitPattern
    if number.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ ((bits >> 16) & 1)) >> 16)
  }
}
