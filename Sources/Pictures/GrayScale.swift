import Images

/// How numbers become shades of gray.
struct GrayScale: Hashable {
  /// The number that is black.
  let black: Float
  /// The number that is white.
  let white: Float

  /// From the smallest to the largest; numbers that are not finite are passed over.
  static func range(of numbers: some Sequence<Float>) -> GrayScale {
    var (low, high) = (Float.infinity, -Float.infinity)
    for number in numbers where number.isFinite { (low, high) = (min(low, number), max(high, number)) }
    return low <= high ? GrayScale(black: low, white: high) : GrayScale(black: 0, white: 0)
  }

  /// Zero is the middle gray, and the largest magnitude black or white.
  static func symmetric(_ numbers: some Sequence<Float>) -> GrayScale {
    let range = range(of: numbers)
    let most = max(abs(range.black), abs(range.white))
    return GrayScale(black: -most, white: most)
  }

  /// 0 to 255; the middle gray where all numbers are the same, black for NaN.
  func shade(_ number: Float) -> UInt8 {
    guard white > black else { return 128 }
    let share = (number - black) / (white - black)
    return share.isNaN ? 0 : UInt8(255 * min(1, max(0, share)) + 0.5)
  }

  /// A plane of numbers, row-major.
  func image(_ numbers: some Collection<Float>, width: Int, height: Int) -> Image {
    Image(width: width, height: height, channels: 1, pixels: numbers.map(shade))
  }
}
