internal import CImages
import PlainText

extension Image {
  /// Decodes a PNG or JPEG file, which may be anyone's.
  ///
  /// Sixteen bits are cut to the higher eight, as PIL does; transparent pixels are laid over white; no gamma or colour profile
  /// is applied; a JPEG file is turned as its EXIF orientation says.
  ///
  /// - Throws: `ImageError` for another kind of file, a damaged one, one that ends early, and one whose picture passes
  ///   `ImageLimits`.
  public init(decoding bytes: [UInt8]) throws(ImageError) {
    guard !bytes.isEmpty else { throw ImageError("the file is empty") }
    guard let format = ImageFormat(of: bytes) else {
      let kind: Phrase = ImageFormat.otherKind(of: bytes).map { "this is \($0); " } ?? "neither PNG nor JPEG: "
      throw ImageError("\(kind)pictures are read as PNG or JPEG")
    }
    let raw = try bytes.withUnsafeBufferPointer { bytes throws(ImageError) in try Raw(decoding: bytes, format) }
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

  init(decoding bytes: UnsafeBufferPointer<UInt8>, _ format: ImageFormat) throws(ImageError) {
    var header = cimages_header()
    let message = LibraryMessage()
    let open = format == .png ? cimages_open_png : cimages_open_jpeg
    guard let reader = open(bytes.baseAddress, bytes.count, &header, message.start) else {
      throw message.damage(format)
    }
    defer { cimages_close(reader) }
    width = Int(header.width)
    height = Int(header.height)
    channels = Int(header.channels)
    try ImageLimits.check(width: width, height: height)
    let count = width * height * channels
    var isDone = false
    pixels = [UInt8](unsafeUninitializedCapacity: count) { pixels, initialized in
      isDone = cimages_read(reader, pixels.baseAddress, message.start) != 0
      initialized = isDone ? count : 0
    }
    guard isDone else { throw message.damage(format) }
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
