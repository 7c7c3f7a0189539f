extension Image {
  /// A part about the centre; where the picture is smaller, black is put around it. Half pixels go as in torchvision's
  /// `center_crop`.
  ///
  /// - Throws: `ImageError` for a size without pixels, or one past `ImageLimits`.
  public func centered(width newWidth: Int, height newHeight: Int) throws(ImageError) -> Image {
    try ImageLimits.check(width: newWidth, height: newHeight)
    if newWidth == width, newHeight == height { return self }
    let left = Image.start(of: newWidth, in: width)
    let top = Image.start(of: newHeight, in: height)
    let columns = max(0, left)..<min(width, left + newWidth)
    var result = [UInt8](repeating: 0, count: newWidth * newHeight * channels)
    for row in max(0, top)..<min(height, top + newHeight) {
      let from = (row * width + columns.lowerBound) * channels
      let to = ((row - top) * newWidth + columns.lowerBound - left) * channels
      let count = columns.count * channels
      result.replaceSubrange(to..<(to + count), with: pixels[from..<(from + count)])
    }
    return Image(width: newWidth, height: newHeight, channels: channels, pixels: result)
  }

  /// Where the part begins: (size − part)/2, halves rounded to even; below 0 the smaller half of what is missing comes first.
  private static func start(of part: Int, in size: Int) -> Int {
    size >= part ? Int((Double(size - part) / 2).rounded(.toNearestOrEven)) : -((part - size) / 2)
  }
}
