extension Image {
  /// A picture whose pixels are numbers of an array, its planes one after the other: channels × height × width, row-major.
  ///
  /// - Throws: `ImageError` where a number is no pixel, a whole number from 0 to 255.
  public init(planes: ArraySlice<Float>, channels: Int, height: Int, width: Int) throws(ImageError) {
    if let place = planes.firstIndex(where: { !($0 >= 0 && $0 <= 255 && $0 == $0.rounded()) }) {
      throw ImageError("number \(place - planes.startIndex) is \(planes[place]), and pixels are whole, from 0 to 255")
    }
    self.init(planes: planes, channels: channels, height: height, width: width) { UInt8($0) }
  }

  /// A picture of any numbers, the smallest black and the largest white; what is not finite is black.
  public init(stretching numbers: [Float], channels: Int, height: Int, width: Int) {
    let finite = numbers.lazy.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    self.init(planes: numbers[...], channels: channels, height: height, width: width) { number in
      number.isFinite && high > low ? UInt8((number / 2 - low / 2) / (high / 2 - low / 2) * 255) : 0
    }
  }

  private init(planes: ArraySlice<Float>, channels: Int, height: Int, width: Int, _ pixel: (Float) -> UInt8) {
    let area = height * width
    var pixels = [UInt8](repeating: 0, count: planes.count)
    for (index, number) in planes.enumerated() { pixels[index % area * channels + index / area] = pixel(number) }
    self.init(width: width, height: height, channels: channels, pixels: pixels)
  }
}
