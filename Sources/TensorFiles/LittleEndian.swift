/// Unsigned numbers of a file's headers, least significant byte first.
extension [UInt8] {
  /// The number in `width` bytes (at most 8) at a place; nil beyond the end.
  func littleEndian(at offset: Int, _ width: Int) -> UInt64? {
    guard offset >= 0, offset <= count, width <= count - offset else { return nil }
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(self[offset + index]) << UInt64(8 * index) }
    return value
  }
}
