import Testing

@testable import TensorFiles

/// Members of zip files that are deflated; the streams were made with Python's zlib.
@Suite struct InflateTests {
  private static let text = Array("abcabcabcabcabcabc!".utf8)
  private static let checksum: UInt32 = 2_581_208_330
  /// With the codes of the standard, and a copy that reaches into itself.
  private static let fixed: [UInt8] = [75, 76, 74, 78, 68, 69, 138, 0]
  /// Not compressed at all.
  private static let stored: [UInt8] = [1, 19, 0, 236, 255] + text
  /// 900 bytes with codes of its own.
  private static let dynamic: [UInt8] = [
    0xED, 0xD0, 0xC9, 0x11, 0xC0, 0x20, 0x08, 0x00, 0xC0, 0x5A, 0x89, 0x22, 0x30, 0x0A, 0xE2, 0xE0, 0xD1, 0x7E, 0xAA,
    0xC8, 0x2B, 0x36, 0xB0, 0x8F, 0x05, 0x2E, 0xB1, 0xFD, 0x01, 0x0B, 0x3B, 0xD0, 0xE7, 0xC8, 0xB8, 0x32, 0x68, 0x67,
    0xB7, 0x44, 0x20, 0xB2, 0xD3, 0x66, 0x3E, 0x08, 0x4D, 0xB1, 0xC9, 0x3C, 0x7E, 0x76, 0x35, 0x19, 0x4E, 0xB5, 0xB8,
    0x93, 0x4A, 0x2C, 0x8D, 0x81, 0x04, 0xFF, 0x40, 0xE0, 0x5E, 0xDD, 0xAB, 0x0F, 0x90, 0x17,
  ]

  /// A zip file of one member.
  private func zip(_ data: [UInt8], size: Int = text.count, checksum: UInt32 = checksum) -> [UInt8] {
    var builder = ZipBuilder([("config.json", data)])
    builder.members[0].flags = 0x0800
    builder.members[0].method = 8
    builder.members[0].wholeSize = UInt32(size)
    builder.members[0].checksum = checksum
    return builder.bytes
  }

  private func contents(_ bytes: [UInt8], atMost limit: Int = 1 << 20) throws(FormatError) -> [UInt8] {
    let source = MemorySource(bytes)
    let zip = try ZipReader(reading: source, allowsDeflate: true)
    return try zip.contents(of: zip.members[0], in: source, atMost: limit)
  }

  private func refusal(_ bytes: [UInt8], atMost limit: Int = 1 << 20) -> String? {
    do {
      _ = try contents(bytes, atMost: limit)
      return nil
    } catch { return error.message }
  }

  @Test(arguments: [fixed, stored]) func wholeStreams(stream: [UInt8]) throws {
    #expect(try contents(zip(stream)) == Self.text)
  }

  @Test func codesOfItsOwn() throws {
    let once = (0..<300).map { (index: Int) -> UInt8 in
      let square = index * index * 7
      return UInt8((square + index / 3) % 23 + 97)
    }
    #expect(try contents(zip(Self.dynamic, size: 900, checksum: 0x074F_1B4A)) == once + once + once)
  }

  /// More than the buffer holds, each copy from as far back as can be.
  @Test func copiesAcrossTheBuffer() throws {
    // A stored block of 32,768 bytes, then copies of 258 with the codes of the standard from 32,768 bytes back.
    let block = (0..<32_768).map { (index: Int) -> UInt8 in UInt8(truncatingIfNeeded: index * 7 + index / 256) }
    var bits = BitWriter()
    bits.put(0, 1)
    bits.put(0, 2)
    bits.align()
    bits.bytes += [0x00, 0x80, 0xFF, 0x7F] + block
    bits.put(1, 1)
    bits.put(1, 2)
    for _ in 0..<1000 {
      // Length 258 is symbol 285, word 11000101; distance 32,768 is symbol 29, word 11101, and 13 bits of one.
      bits.putWord(0b1100_0101, 8)
      bits.putWord(0b11101, 5)
      bits.put(0x1FFF, 13)
    }
    bits.putWord(0, 7)
    bits.align()
    var expected = block
    for _ in 0..<258_000 { expected.append(expected[expected.count - 32_768]) }
    var checksum = CRC32()
    expected.withUnsafeBytes { checksum.add($0) }
    #expect(try contents(zip(bits.bytes, size: expected.count, checksum: checksum.value)) == expected)
  }

  @Test func moreThanStated() {
    #expect(
      refusal(zip(Self.fixed, size: 18)) == "zip-inflation: 'config.json' inflates to more bytes than the archive states")
    #expect(
      refusal(zip(Self.fixed, size: 20)) == "zip-inflation: 'config.json' inflates to 1 bytes fewer than the archive states")
    #expect(
      refusal(zip(Self.fixed), atMost: 18) == "zip-inflation: 'config.json' has 19 bytes; at most 18 are read")
  }

  /// More than a hundred times the file and 64 MiB.
  @Test func bomb() {
    #expect(
      refusal(zip(Self.fixed, size: 70_000_000))
        == "zip-inflation: 'config.json' should inflate from 8 bytes to 70000000: more than such a file can hold")
  }

  @Test func damaged() {
    #expect(refusal(zip(Self.fixed, checksum: 1))?.hasPrefix("zip-checksum: ") == true)
    #expect(refusal(zip(Array(Self.fixed.dropLast(2)))) == "zip-inflation: 'config.json' ends within a block")
    #expect(refusal(zip(Self.fixed + [0])) == "zip-inflation: 'config.json' inflates to bytes after its last block")
    #expect(refusal(zip([7])) == "zip-inflation: 'config.json' inflates to a block of an unknown kind")
    #expect(
      refusal(zip([1, 19, 0, 0, 0] + Self.text))
        == "zip-inflation: 'config.json' inflates to a block whose two lengths disagree")
    // Every one-byte change of a stream ends: as other bytes with another checksum, or as a refusal.
    for index in Self.fixed.indices {
      for value in UInt8.min...UInt8.max where value != Self.fixed[index] {
        var stream = Self.fixed
        stream[index] = value
        #expect(refusal(zip(stream)) != nil)
      }
    }
  }

  @Test func otherMethodsAndFlags() {
    var builder = ZipBuilder([("a", Self.fixed)])
    builder.members[0].method = 12
    #expect(
      refusal(builder.bytes) == "zip-method: 'a' is compressed by method 12; stored and deflated members are read")
  }
}

/// Writes a deflate stream.
private struct BitWriter {
  var bytes: [UInt8] = []
  private var count = 0

  /// The lowest bit first.
  mutating func put(_ value: Int, _ width: Int) {
    for bit in 0..<width {
      if count % 8 == 0 { bytes.append(0) }
      bytes[bytes.count - 1] |= UInt8(value >> bit & 1) << UInt8(count % 8)
      count += 1
    }
  }

  /// The highest bit first, as the words of codes come.
  mutating func putWord(_ value: Int, _ width: Int) {
    for bit in (0..<width).reversed() { put(value >> bit & 1, 1) }
  }

  mutating func align() { count = 0 }
}
