import Foundation
import Testing

@testable import Images

/// Files that Scripts/record_images.py wrote, and what PIL and torchvision make of them.
enum Recorded {
  struct Picture: Decodable {
    let width, height, channels: Int
    let pixels: String

    var image: Image {
      Image(
        width: width, height: height, channels: channels,
        pixels: stride(from: 0, to: pixels.count, by: 2).map { index in
          let start = pixels.utf8.index(pixels.utf8.startIndex, offsetBy: index)
          return UInt8(pixels[start..<pixels.utf8.index(start, offsetBy: 2)], radix: 16) ?? 0
        })
    }
  }

  struct Facts: Decodable {
    let decoded: [String: Picture]
    let resized: [String: Picture]
    let gray: Picture
    let prepared: [String: [String]]
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  static let facts: Facts = {
    guard let data = try? Data(contentsOf: folder.appending(path: "expected.json")),
      let facts = try? JSONDecoder().decode(Facts.self, from: data)
    else { fatalError("Fixtures/expected.json cannot be read") }
    return facts
  }()

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }
}

/// What a file is refused with; nil where it is read.
func refusal(_ bytes: [UInt8]) -> String? {
  do throws(ImageError) {
    _ = try Image(decoding: bytes)
    return nil
  } catch { return error.message }
}

/// A PNG file written chunk by chunk, so that it can be wrong in any way.
enum PNG {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  static func chunk(_ kind: String, _ data: [UInt8] = []) -> [UInt8] {
    let content = Array(kind.utf8) + data
    return bigEndian(data.count) + content + bigEndian(Int(crc(content)))
  }

  static func header(width: Int, height: Int, bits: UInt8 = 8, colours: UInt8 = 0) -> [UInt8] {
    chunk("IHDR", bigEndian(width) + bigEndian(height) + [bits, colours, 0, 0, 0])
  }

  /// The file of a gray picture whose rows are given.
  static func gray(_ rows: [[UInt8]], before: [[UInt8]] = []) -> [UInt8] {
    signature + header(width: rows[0].count, height: rows.count) + before.flatMap { $0 }
      + chunk("IDAT", zlib(rows.flatMap { [0] + $0 })) + chunk("IEND")
  }

  /// A zlib stream of one stored block.
  static func zlib(_ data: [UInt8]) -> [UInt8] {
    var (a, b): (Int, Int) = (1, 0)
    for byte in data {
      a = (a + Int(byte)) % 65521
      b = (b + a) % 65521
    }
    let length = [UInt8(data.count & 0xFF), UInt8(data.count >> 8)]
    return [0x78, 0x01, 0x01] + length + length.map { ~$0 } + data + bigEndian(b << 16 | a)
  }

  static func bigEndian(_ number: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(number >> $0 & 0xFF) } }

  static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc = ~UInt32(0)
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
