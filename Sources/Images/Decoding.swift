import PlainText

extension Image {
  /// Decodes a PNG or JPEG file, which may be anyone's: in a worker process (`PictureWorker`).
  ///
  /// Sixteen bits are cut to the higher eight, as PIL does; transparent pixels are laid over white; no gamma or colour profile
  /// is applied; a JPEG file is turned as its EXIF orientation says.
  ///
  /// - Throws: `ImageError` for another kind of file, a damaged one, one that ends early, one whose picture passes
  ///   `ImageLimits`, and one over which the worker fails.
  public init(decoding bytes: [UInt8]) throws(ImageError) {
    guard !bytes.isEmpty else { throw ImageError("the file is empty") }
    guard let format = ImageFormat(of: bytes) else {
      let kind: Phrase = ImageFormat.otherKind(of: bytes).map { "this is \($0); " } ?? "neither PNG nor JPEG: "
      throw ImageError("\(kind)pictures are read as PNG or JPEG")
    }
    let raw = try Raw(decoding: bytes, format)
    let image =
      switch (raw.channels, format) {
      case (2, _), (4, .png): raw.overWhite
      case (4, .jpeg): raw.fromCMYK
      default: Image(width: raw.width, height: raw.height, channels: raw.channels, pixels: raw.pixels)
      }
    self = format == .jpeg ? image.turned(by: Orientation(ofJPEG: bytes)) : image
  }
}

/// What the libraries decode: 1 to 4 bytes a pixel.
private struct Raw {
  let width: Int
  let height: Int
  let channels: Int
  let pixels: [UInt8]

  init(decoding bytes: [UInt8], _ format: ImageFormat) throws(ImageError) {
    let picture = try PictureProcess.decode(bytes, format)
    (width, height, channels) = (picture.size.width, picture.size.height, picture.size.channels)
    pixels = picture.pixels
  }

  /// color·α + white·(1 − α), rounded, for the last byte of each pixel as α.
  var overWhite: Image {
    map(to: channels - 1) { source, target in
      let alpha = Int(source[channels - 1])
      for channel in 0..<(channels - 1) {
        target[channel] = UInt8(Raw.over255(Int(source[channel]) * alpha + 255 * (255 - alpha)))
      }
    }
  }

  /// RGB of four inks, of which programs write the complement into a JPEG file: red = cyan'·black'/255.
  var fromCMYK: Image {
    map(to: 3) { source, target in
      let black = Int(source[3])
      for channel in 0..<3 {
        target[channel] = UInt8(max(0, black - Raw.over255((255 - Int(source[channel])) * black)))
      }
    }
  }

  /// n/255, rounded, for n up to 255²: PIL's MULDIV255.
  private static func over255(_ number: Int) -> Int {
    let sum = number + 128
    return ((sum >> 8) + sum) >> 8
  }

  private func map(
    to count: Int, _ convert: (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>) -> Void
  ) -> Image {
    let converted = [UInt8](unsafeUninitializedCapacity: width * height * count) { target, initialized in
      pixels.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        for pixel in 0..<(width * height) { convert(from + pixel * channels, to + pixel * count) }
      }
      initialized = width * height * count
    }
    return Image(width: width, height: height, channels: count, pixels: converted)
  }
}
