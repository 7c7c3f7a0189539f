import Architecture

extension Image {
  /// The picture in another size, by a filter that PIL and torchvision call `BILINEAR` or `BICUBIC` (with antialiasing).
  ///
  /// Along an axis with scale s = in/out and stretch r = max(s, 1), output i is a weighted mean of the input around its centre
  /// c = (i + ½)·s:
  ///
  ///     out[i] = Σ w(t)·in[x] / Σ w(t)     t = |x + ½ − c|/r
  ///
  ///     bilinear  w(t) = 1 − t                          for t < 1
  ///     bicubic   w(t) = ((a + 2)·t − (a + 3))·t² + 1   for t < 1
  ///               w(t) = (((t − 5)·t + 8)·t − 4)·a      for t < 2, a = −½ (Keys 1981)
  ///
  /// over the x from ⌊c − n·r + ½⌋ to ⌊c + n·r + ½⌋ − 1 that exist, with n the t from which on w is 0. First along rows, then along columns, each rounded to eight
  /// bits; weights have 22 bits of fraction: all as in PIL's `Resample.c`. (Pillow 13 begins with the columns where that costs
  /// less, which can change a pixel by one.)
  ///
  /// - Throws: `ImageError` for a size without pixels, or one past `ImageLimits`.
  public func resized(
    width newWidth: Int, height newHeight: Int, by interpolation: Preprocessing.Interpolation = .bilinear
  ) throws(ImageError) -> Image {
    try ImageLimits.check(width: newWidth, height: newHeight)
    var image = self
    if newWidth != width {
      let taps = Taps.list(from: width, to: newWidth, interpolation)
      image = image.resampled(width: newWidth, height: height) { x, y in
        (taps[x], start: y * width + taps[x].first, step: 1)
      }
    }
    if newHeight != height {
      let taps = Taps.list(from: height, to: newHeight, interpolation)
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

  static func list(from size: Int, to newSize: Int, _ interpolation: Preprocessing.Interpolation) -> [Taps] {
    let scale = Double(size) / Double(newSize)
    let stretch = max(scale, 1)
    let reach = interpolation.support * stretch
    return (0..<newSize).map { index in
      let center = (Double(index) + 0.5) * scale
      let first = max(0, Int(center - reach + 0.5))
      let end = min(size, Int(center + reach + 0.5))
      let weights = (first..<end).map { interpolation.weight(abs((Double($0) - center + 0.5) * (1 / stretch))) }
      let sum = weights.reduce(0, +)
      return Taps(first: first, weights: weights.map { Int(($0 / sum * Double(1 << fraction)).rounded()) })
    }
  }
}

extension Preprocessing.Interpolation {
  /// The distance from which on nothing has a weight, in pixels of the picture, or of the result where that is smaller.
  fileprivate var support: Double { self == .bilinear ? 1 : 2 }

  /// The weight of a pixel at such a distance.
  fileprivate func weight(_ distance: Double) -> Double {
    let t = distance
    switch self {
    case .bilinear: return max(0, 1 - t)
    case .bicubic:
      let a = -0.5
      if t < 1 { return ((a + 2) * t - (a + 3)) * t * t + 1 }
      return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0
    }
  }
}
