extension Image {
  /// The picture in another size, by the bilinear filter that PIL and torchvision call `BILINEAR` (with antialiasing).
  ///
  /// Along an axis with scale s = in/out and reach r = max(s, 1), output i is a weighted mean of the input around its centre
  /// c = (i + ½)·s:
  ///
  ///     out[i] = Σ w(x)·in[x] / Σ w(x)     w(x) = max(0, 1 − |x + ½ − c|/r)
  ///
  /// over the x from ⌊c − r + ½⌋ to ⌊c + r + ½⌋ − 1 that exist. First along rows, then along columns, each rounded to eight
  /// bits; weights have 22 bits of fraction: all as in PIL's `Resample.c`. (Pillow 13 begins with the columns where that costs
  /// less, which can change a pixel by one.)
  ///
  /// - Throws: `ImageError` for a size without pixels, or one past `ImageLimits`.
  public func resized(width newWidth: Int, height newHeight: Int) throws(ImageError) -> Image {
    try ImageLimits.check(width: newWidth, height: newHeight)
    var image = self
    if newWidth != width {
      let taps = Taps.list(from: width, to: newWidth)
      image = image.resampled(width: newWidth, height: height) { x, y in
        (taps[x], start: y * width + taps[x].first, step: 1)
      }
    }
    if newHeight != height {
      let taps = Taps.list(from: height, to: newHeight)
      image = image.resampled(width: newWidth, height: newHeight) { x, y in
        (taps[y], start: taps[y].first * newWidth + x, step: newWidth)
      }
    }
    return image
  }

  /// - Parameter source: for a column and a row of the result, the weights and which pixels they go with.
  private func resampled(
    width: Int, height: Int, _ source: (Int, Int) -> (Taps, start: Int, step: Int)
  ) -> Image {
    let channels = channels
    let count = width * height * channels
    let result = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      pixels.withUnsafeBufferPointer { pixels in
        for y in 0..<height {
          for x in 0..<width {
            let (taps, start, step) = source(x, y)
            taps.weights.withUnsafeBufferPointer { weights in
              for channel in 0..<channels {
                var sum = 1 << (Taps.fraction - 1)
                var place = start * channels + channel
                for weight in weights {
                  sum += Int(pixels[place]) * weight
                  place += step * channels
                }
                target[(y * width + x) * channels + channel] = UInt8(clamping: sum >> Taps.fraction)
              }
            }
          }
        }
      }
      initialized = count
    }
    return Image(width: width, height: height, channels: channels, pixels: result)
  }
}

/// The weights of one output along an axis.
private struct Taps {
  /// The first input that has a weight.
  let first: Int
  /// In units of 2⁻²².
  let weights: [Int]

  /// Bits of fraction: 32 of a number, less 8 of a pixel, less 2 to spare.
  static let fraction = 22

  static func list(from size: Int, to newSize: Int) -> [Taps] {
    let scale = Double(size) / Double(newSize)
    let reach = max(scale, 1)
    return (0..<newSize).map { index in
      let center = (Double(index) + 0.5) * scale
      let first = max(0, Int(center - reach + 0.5))
      let end = min(size, Int(center + reach + 0.5))
      let weights = (first..<end).map { max(0, 1 - abs((Double($0) - center + 0.5) * (1 / reach))) }
      let sum = weights.reduce(0, +)
      return Taps(first: first, weights: weights.map { Int(($0 / sum * Double(1 << fraction)).rounded()) })
    }
  }
}
