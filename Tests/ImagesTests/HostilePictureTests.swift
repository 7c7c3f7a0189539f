import Testing

@testable import Images

/// Files that are damaged, or made to do harm: a clear error each, and nothing else.
@Suite struct HostilePictureTests {
  private let small = PNG.gray([[1, 2, 3], [4, 5, 6]])

  @Test(
    "What is no picture",
    arguments: [
      ([], "the file is empty"),
      (Array("hello".utf8), "neither PNG nor JPEG: pictures are read as PNG or JPEG"),
      (Array("GIF89a".utf8), "this is a GIF picture; pictures are read as PNG or JPEG"),
      (Array("RIFF0000WEBPVP8 ".utf8), "this is a WebP picture; pictures are read as PNG or JPEG"),
      ([0x89] + Array("HDF\r\n".utf8), "this is an HDF5 file; pictures are read as PNG or JPEG"),
    ] as [([UInt8], String)])
  func notAPicture(bytes: [UInt8], message: String) { #expect(refusal(bytes) == message) }

  @Test(
    "Sizes past the limit are refused before anything is allocated",
    arguments: [
      (20_000, 20_000), (0x7FFF_FFFF, 0x7FFF_FFFF), (1, 0x7FFF_FFFF), (67_108_865, 1),
    ])
  func tooLarge(width: Int, height: Int) {
    #expect(
      refusal(PNG.signature + PNG.header(width: width, height: height) + PNG.chunk("IDAT"))
        == "the picture has \(width)×\(height) pixels, and at most 67108864 are read (8192×8192)")
  }

  @Test func noPixels() {
    #expect(
      refusal(PNG.signature + PNG.header(width: 0, height: 4) + PNG.chunk("IDAT"))?.hasPrefix("a damaged PNG") == true)
  }

  @Test func aJPEGOf65500Pixels() throws {
    var bytes = try Recorded.bytes("rgb-444.jpg")
    let frame = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
    bytes.replaceSubrange((frame + 5)..<(frame + 9), with: [0xFF, 0xDC, 0xFF, 0xDC])
    #expect(
      refusal(bytes) == "the picture has 65500×65500 pixels, and at most 67108864 are read (8192×8192)")
  }

  @Test(
    "A file that ends early, wherever it does",
    arguments: [
      "rgb.png", "interlaced-rgba-16.png", "rgb-420.jpg", "progressive.jpg", "cmyk.jpg",
    ])
  func truncated(name: String) throws {
    let bytes = try Recorded.bytes(name)
    for count in 3..<bytes.count {
      #expect(refusal(Array(bytes[..<count])) != nil, "\(name) cut to \(count) of \(bytes.count) bytes")
    }
  }

  @Test func theMessageOfAFileThatEndsEarly() throws {
    #expect(refusal(Array(small.dropLast(20))) == "a damaged PNG file: the file ends early")
    #expect(
      refusal(Array(try Recorded.bytes("rgb-444.jpg").dropLast(20)))
        == "a damaged JPEG file: Premature end of JPEG file")
  }

  @Test(
    "Any byte changed: a picture or an error",
    arguments: [
      "rgb.png", "palette-transparent.png", "interlaced-gray-1.png", "gray.jpg", "progressive.jpg", "orientation-6.jpg",
    ])
  func changed(name: String) throws {
    let bytes = try Recorded.bytes(name)
    for index in bytes.indices {
      for value in [0, 0xFF, bytes[index] ^ 1, bytes[index] ^ 0x80] {
        var changed = bytes
        changed[index] = value
        _ = refusal(changed)
      }
    }
  }

  @Test func corruptData() {
    var changed = small
    changed[small.count - 30] ^= 0xFF
    #expect(refusal(changed)?.hasPrefix("a damaged PNG file: ") == true)
  }

  @Test func noData() {
    #expect(
      refusal(PNG.signature + PNG.header(width: 2, height: 2) + PNG.chunk("IEND"))
        == "a damaged PNG file: IEND: out of place")
  }

  @Test func fewerRowsThanStated() {
    let bytes =
      PNG.signature + PNG.header(width: 3, height: 9) + PNG.chunk("IDAT", PNG.zlib([0, 1, 2, 3])) + PNG.chunk("IEND")
    #expect(refusal(bytes) == "a damaged PNG file: Not enough image data")
  }

  @Test("Compressed texts are passed over, not unpacked") func compressedText() throws {
    let text = PNG.chunk("zTXt", Array("bomb\0\0".utf8) + [0xFF, 0xFF, 0xFF])
    let profile = PNG.chunk("iCCP", Array("bomb\0\0".utf8) + [0xFF, 0xFF, 0xFF])
    #expect(try Image(decoding: PNG.gray([[7]], before: [text, profile])).pixels == [7])
  }

  @Test func manyChunks() throws {
    let texts = Array(repeating: PNG.chunk("tEXt", Array("a\0b".utf8)), count: 20_000)
    #expect(try Image(decoding: PNG.gray([[7]], before: texts)).pixels == [7])
  }

  @Test func aChunkOfTwoGigabytes() {
    let bytes = PNG.signature + PNG.header(width: 1, height: 1) + PNG.bigEndian(0x7FFF_FFFF) + Array("tEXt".utf8)
    #expect(refusal(bytes) == "a damaged PNG file: the file ends early")
  }

  @Test("A JPEG file with ever more scans is given up") func manyScans() throws {
    let bytes = try Recorded.bytes("progressive.jpg")
    let last = try #require(bytes.indices.last { $0 + 1 < bytes.count && bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA })
    let scan = bytes[last..<(bytes.count - 2)]
    let scans: [UInt8] = (0..<200).flatMap { (_: Int) -> [UInt8] in Array(scan) }
    let many: [UInt8] = Array(bytes.dropLast(2)) + scans + [0xFF, 0xD9]
    #expect(refusal(many)?.hasPrefix("a damaged JPEG file: ") == true)
  }

  @Test("An orientation that is no number, or lies outside its block, is upright") func strangeOrientation() throws {
    let bytes = try Recorded.bytes("orientation-6.jpg")
    let start = try #require(bytes.indices.first { bytes[$0...].starts(with: "Exif".utf8) }) + 6
    #expect(Orientation(ofJPEG: bytes).number == 6)
    for offset in 0..<26 {
      var changed = bytes
      changed[start + offset] = 0xFF
      #expect((1...8).contains(Orientation(ofJPEG: changed).number))
    }
    #expect(Orientation(ofJPEG: Array(bytes[..<(start + 12)])) == .upright)
  }
}
