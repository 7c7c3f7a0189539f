/// A picture in memory: eight bits a channel, gray or RGB.
public struct Image: Hashable, Sendable {
  public let width: Int
  public let height: Int
  /// 1 for gray, 3 for RGB.
  public let channels: Int
  /// height × width × channels, row-major, the channels of a pixel together.
  public let pixels: [UInt8]

  /// - Precondition: as many pixels as the sizes say, which are positive.
  public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    precondition(width > 0 && height > 0 && [1, 3].contains(channels) && pixels.count == width * height * channels)
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// The brightness of every pixel, by the weights of ITU-R BT.601:
  ///
  ///     L = 0.299·R + 0.587·G + 0.114·B
  ///
  /// in 16 bits of fraction, rounded, as PIL's `convert("L")` has it.
  public var gray: Image {
    guard channels == 3 else { return self }
    let count = width * height
    let gray = [UInt8](unsafeUninitializedCapacity: count) { gray, initialized in
      pixels.withUnsafeBufferPointer { pixels in
        for index in 0..<count {
          let (red, green, blue) = (Int(pixels[3 * index]), Int(pixels[3 * index + 1]), Int(pixels[3 * index + 2]))
          gray[index] = UInt8((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16)
        }
      }
      initialized = count
    }
    return Image(width: width, height: height, channels: 1, pixels: gray)
  }

  /// With three channels; a gray picture's are equal.
  public var rgb: Image {
    guard channels == 1 else { return self }
    return Image(width: width, height: height, channels: 3, pixels: pixels.flatMap { [$0, $0, $0] })
  }

  /// Dark for bright and bright for dark.
  public var inverted: Image {
    Image(width: width, height: height, channels: channels, pixels: pixels.map { 255 - $0 })
  }
}
