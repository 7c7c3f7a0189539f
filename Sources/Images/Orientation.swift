/// How a camera was held: which way round the rows and columns of a picture are stored.
struct Orientation: Hashable {
  /// EXIF's number, 1 to 8; 1 is upright.
  let number: Int

  static let upright = Orientation(number: 1)

  private init(number: Int) { self.number = number }

  /// The orientation that the EXIF block of a JPEG file states (EXIF 2.32, tag 0x0112); upright where there is none that can be
  /// read.
  init(ofJPEG bytes: [UInt8]) { self = Orientation.search(bytes) ?? .upright }

  /// Rows are stored as columns.
  fileprivate var isTransposed: Bool { number >= 5 }
  /// The last stored row is the first row, or column, of the picture.
  fileprivate var flipsRows: Bool { [3, 4, 6, 7].contains(number) }
  /// The last stored column is the first column, or row, of the picture.
  fileprivate var flipsColumns: Bool { [2, 3, 7, 8].contains(number) }

  /// Follows the markers up to the picture's data.
  private static func search(_ bytes: [UInt8]) -> Orientation? {
    var position = 2
    while position + 4 <= bytes.count, bytes[position] == 0xFF {
      let marker = bytes[position + 1]
      // Fill bytes may stand before a marker.
      if marker == 0xFF {
        position += 1
        continue
      }
      // The picture's data begins, or the file ends.
      if marker == 0xDA || marker == 0xD9 { return nil }
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      let content = (position + 4)..<max(position + 4, min(position + 2 + length, bytes.count))
      if marker == 0xE1, bytes[content].starts(with: Array("Exif\0\0".utf8)) {
        return directory(Array(bytes[content].dropFirst(6)))
      }
      position += 2 + max(2, length)
    }
    return nil
  }

  /// Looks through the first directory of a TIFF header.
  private static func directory(_ tiff: [UInt8]) -> Orientation? {
    let isBig = tiff.starts(with: "MM".utf8)
    func number(_ offset: Int, bytes: Int) -> Int? {
      guard offset >= 0, offset + bytes <= tiff.count else { return nil }
      let digits = tiff[offset..<(offset + bytes)]
      return (isBig ? Array(digits) : digits.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }
    guard isBig || tiff.starts(with: "II".utf8), let start = number(4, bytes: 4), let count = number(start, bytes: 2)
    else { return nil }
    for entry in 0..<count {
      let place = start + 2 + 12 * entry
      guard let tag = number(place, bytes: 2), let value = number(place + 8, bytes: 2) else { return nil }
      if tag == 0x0112 { return (1...8).contains(value) ? Orientation(number: value) : nil }
    }
    return nil
  }
}

extension Image {
  /// Upright, from how it was stored.
  func turned(by orientation: Orientation) -> Image {
    guard orientation != .upright else { return self }
    let size = orientation.isTransposed ? (width: height, height: width) : (width: width, height: height)
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { target, initialized in
      pixels.withUnsafeBufferPointer { source in
        for y in 0..<size.height {
          for x in 0..<size.width {
            let (row, column) = orientation.isTransposed ? (x, y) : (y, x)
            let from =
              (orientation.flipsRows ? height - 1 - row : row) * width
              + (orientation.flipsColumns ? width - 1 - column : column)
            for channel in 0..<channels {
              target[(y * size.width + x) * channels + channel] = source[from * channels + channel]
            }
          }
        }
      }
      initialized = pixels.count
    }
    return Image(width: size.width, height: size.height, channels: channels, pixels: turned)
  }
}
