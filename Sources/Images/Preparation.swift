import Architecture
import PlainText

extension Preprocessing {
  /// The numbers that a network reads for a picture: channels × height × width, row-major.
  ///
  /// As torchvision computes them, each step rounded to float32: x = pixel/divisor, then (x − mean)/deviation.
  ///
  /// - Throws: `ImageError` where the picture has another size than the input and the preprocessing states no resizing, or
  ///   where its channels are not the input's.
  public func input(of picture: Image, for input: Shape) throws(ImageError) -> [Float] {
    let image = try fitted(picture, to: input)
    let area = image.width * image.height
    var numbers = [Float](repeating: 0, count: channels.count * area)
    for plane in 0..<channels.count {
      // A picture has no more than 256 different numbers.
      let table = (0..<256).map { pixel in
        (Float(pixel) / Float(divisor) - Float(mean[plane])) / Float(deviation[plane])
      }
      let channel = channels == .bgr ? 2 - plane : plane
      let step = image.channels
      numbers.withUnsafeMutableBufferPointer { numbers in
        image.pixels.withUnsafeBufferPointer { pixels in
          for place in 0..<area { numbers[plane * area + place] = table[Int(pixels[place * step + channel])] }
        }
      }
    }
    return numbers
  }

  /// The picture in the size of the input and with its channels, as it is before its pixels are scaled; for a picture that
  /// shows what the network sees.
  public func fitted(_ picture: Image, to input: Shape) throws(ImageError) -> Image {
    guard input.extent.count == 2, input.channels == channels.count else {
      throw ImageError("a picture makes \(channels.count)×height×width, and the network reads \(input)")
    }
    let image = channels == .gray ? picture.gray : picture.rgb
    let (height, width) = (input.extent[0], input.extent[1])
    switch resizing {
    case .shorterSide(let side):
      let (short, long) = (min(image.width, image.height), max(image.width, image.height))
      // torchvision cuts the fraction off.
      let longer = long * side / short
      return try
        (image.width <= image.height
        ? image.resized(width: side, height: longer, by: interpolation)
        : image.resized(width: longer, height: side, by: interpolation))
        .centered(width: width, height: height)
    case .exactly(let stretchedHeight, let stretchedWidth):
      return try image.resized(width: stretchedWidth, height: stretchedHeight, by: interpolation)
        .centered(width: width, height: height)
    case nil:
      guard image.width == width, image.height == height else {
        throw ImageError(
          "the picture has \(image.width)×\(image.height) pixels, and the network reads \(width)×\(height); "
            + "the model file states no resize")
      }
      return image
    }
  }
}
