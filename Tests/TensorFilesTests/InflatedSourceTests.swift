import Testing

@testable import TensorFiles

/// Files that gzip and numpy.savez_compressed wrote, and what is wrong with changed ones.
@Suite struct InflatedSourceTests {
  private func array(_ name: String) throws -> [UInt8] {
    try #require(contents(path("Tests/Fixtures/Arrays/\(name)")), "the fixture \(name) is missing")
  }

  private func gzipRefusal(_ bytes: [UInt8]) -> String? {
    refusal { () throws(FormatError) in
      let source = try InflatedSource.gzip(MemorySource(bytes))
      _ = try source.bytes(at: 0, count: source.size)
    }
  }

  @Test func aGzipFileIsItsContents() throws {
    let plain = try array("test-images-idx3-ubyte")
    let source = try InflatedSource.gzip(MemorySource(array("packed-images-idx3-ubyte.gz")))
    #expect(try source.bytes(at: 0, count: source.size) == plain)
    // Forward with gaps, and back again.
    #expect(try source.bytes(at: 20, count: 3) == Array(plain[20..<23]))
    #expect(try source.bytes(at: 100, count: 12) == Array(plain[100...]))
    #expect(try source.bytes(at: 5, count: 4) == Array(plain[5..<9]))
    #expect(refusal { () throws(FormatError) in _ = try source.bytes(at: plain.count, count: 1) } == "file-end")
  }

  @Test func everyCutIsRefused() throws {
    let whole = try array("packed-images-idx3-ubyte.gz")
    #expect(gzipRefusal(whole) == nil)
    for length in 0..<whole.count { #expect(gzipRefusal(Array(whole[..<length])) != nil) }
  }

  @Test func wrongSizesAndChecksumsAreRefused() throws {
    let whole = try array("packed-images-idx3-ubyte.gz")
    func changed(_ place: Int, _ change: (UInt8) -> UInt8) -> String? {
      var bytes = whole
      bytes[place] = change(bytes[place])
      return gzipRefusal(bytes)
    }
    #expect(changed(whole.count - 4) { $0 - 1 } == "inflate-stream", "fewer bytes are stated than come")
    #expect(changed(whole.count - 4) { $0 + 1 } == "inflate-stream", "more bytes are stated than come")
    #expect(changed(whole.count - 1) { _ in 0xFF } == "inflate-ratio", "4 GB of 64 bytes")
    #expect(changed(whole.count - 8) { ~$0 } == "inflate-stream", "another checksum")
    #expect(changed(1) { ~$0 } == "gzip-stream")
    #expect(gzipRefusal(whole + whole) == "inflate-stream", "a second member")
    #expect(gzipRefusal(whole.dropLast(4) + [0, 0, 0, 0] + whole.suffix(4)) == "inflate-stream", "bytes between")
  }

  /// A gzip file has a head of ten bytes and an end of eight.
  @Test func theShortestFile() {
    func message(_ count: Int) -> String? {
      TensorFilesTests.message { () throws(FormatError) in
        let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        let source = try InflatedSource.gzip(MemorySource(head + [UInt8](repeating: 0, count: count - 10)))
        _ = try source.bytes(at: 0, count: source.size)
      }
    }
    #expect(message(17) == "gzip-stream: the file is no gzip file, or was cut")
    #expect(message(18)?.hasPrefix("inflate-stream: ") == true)
  }

  /// The checksum of a deflated member is that of its contents, which local header and directory agree on.
  @Test func anotherChecksumOfAMember() throws {
    let plain = try array("x_test.npy")
    var sum = CRC32()
    plain.withUnsafeBytes { sum.add($0) }
    let size = UInt64(plain.count)
    func refusal(_ checksum: UInt32) -> String? {
      var builder = ZipBuilder([("a.npy", [1] + le(size, 2) + le(~size, 2) + plain)])
      (builder.members[0].method, builder.members[0].flags) = (8, 0)
      builder.members[0].checksum = checksum
      builder.members[0].centralCompressedSize = UInt32(size) + 5
      builder.members[0].centralSize = UInt32(size)
      var bytes = builder.bytes
      bytes.replaceSubrange(22..<26, with: le(size, 4))
      return message { () throws(FormatError) in
        for entry in try NumpyArchive(reading: MemorySource(bytes)).entries {
          _ = try entry.array.floats(in: entry.source)
        }
      }
    }
    #expect(refusal(sum.value) == nil)
    #expect(refusal(sum.value ^ 1) == "inflate-stream: the unpacked bytes have another checksum: damaged")
  }

  /// Deflate makes 1032 bytes of one at most: what is promised beyond is not unpacked.
  @Test func theLargestRatio() throws {
    let whole = try array("packed-images-idx3-ubyte.gz")
    func message(_ stated: Int) -> String? {
      TensorFilesTests.message { () throws(FormatError) in
        let source = try InflatedSource.gzip(MemorySource(whole.dropLast(4) + le(UInt64(stated), 4)))
        _ = try source.bytes(at: 0, count: source.size)
      }
    }
    let most = 1032 * whole.count + 1031
    #expect(message(most)?.hasPrefix("inflate-stream: ") == true)
    #expect(
      message(most + 1)
        == "inflate-ratio: \(whole.count) bytes are said to stand for \(most + 1), and deflate makes at most 1032 of one"
    )
  }

  /// The stream ends with the last byte of the first 64 KiB that are read, or four bytes before the file's end.
  @Test func bytesBehindAPiece() {
    let data = (0..<65_513).map { UInt8(truncatingIfNeeded: $0) }
    var sum = CRC32()
    data.withUnsafeBytes { sum.add($0) }
    // One stored block: its length and the complement.
    let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1]
    let size = le(UInt64(data.count), 4)
    let bytes = head + le(UInt64(data.count), 2) + le(~UInt64(data.count), 2) + data + le(UInt64(sum.value), 4) + size
    #expect(bytes.count == 1 << 16)
    #expect(gzipRefusal(bytes) == nil)
    #expect(gzipRefusal(bytes + size) == "inflate-stream")
  }

  @Test func mutatedFilesAreRefusedOrRead() throws {
    let whole = try array("packed-images-idx3-ubyte.gz")
    let (_, refused) = mutate(whole, times: 3000) { bytes throws(FormatError) in
      let source = try InflatedSource.gzip(MemorySource(bytes))
      _ = try source.bytes(at: 0, count: source.size)
    }
    #expect(refused > 2900)
  }

  @Test(arguments: ["arrays.npz", "compressed.npz"]) func archives(name: String) throws {
    let archive = try NumpyArchive(reading: MemorySource(array(name)))
    #expect(archive.entries.map(\.name) == ["images", "labels"])
    let images = archive.entries[0]
    #expect(images.array.shape == [6, 4, 4])
    #expect(images.isCompressed == (name == "compressed.npz"))
    let plain = try MemorySource(array("x_test.npy"))
    let expected = try NumpyArray.array(in: plain).floats(in: plain)
    #expect(try images.array.floats(of: 2..<5, in: images.source) == Array(expected[32..<80]))
    #expect(try images.array.floats(of: 0..<6, in: images.source) == expected)
    let labels = archive.entries[1]
    #expect(try labels.array.floats(of: 0..<6, in: labels.source) == [0, 1, 2, 0, 1, 2])
  }

  private func archiveRefusal(_ bytes: [UInt8]) -> String? {
    refusal { () throws(FormatError) in
      for entry in try NumpyArchive(reading: MemorySource(bytes)).entries where !entry.array.shape.isEmpty {
        _ = try entry.array.floats(of: 0..<entry.array.shape[0], in: entry.source)
      }
    }
  }

  @Test func damagedArchives() throws {
    #expect(try archiveRefusal(array("fortran.npz")) == "npz-layout")
    #expect(archiveRefusal(ZipBuilder([("a.txt", [1])]).bytes) == "npz-layout")
    #expect(archiveRefusal(ZipBuilder([("a.npy", [1])]).bytes) == "npy-header")
    for name in ["arrays.npz", "compressed.npz"] {
      let whole = try array(name)
      #expect(archiveRefusal(whole) == nil)
      for length in 0..<whole.count { #expect(archiveRefusal(Array(whole[..<length])) != nil) }
      _ = mutate(whole, times: 3000) { bytes throws(FormatError) in
        for entry in try NumpyArchive(reading: MemorySource(bytes)).entries {
          _ = try entry.array.floats(in: entry.source)
        }
      }
    }
    // The sizes that a directory promises for a compressed member.
    var bomb = try array("compressed.npz")
    let directory = try #require(bomb.indices.last { bomb[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
    bomb.replaceSubrange((directory + 24)..<(directory + 28), with: [0xFE, 0xFF, 0xFF, 0xFF])
    #expect(archiveRefusal(bomb) == "zip-local-header")
  }

  /// A member that says everywhere that its 20 bytes stand for 2 GiB.
  @Test func aBomb() {
    var builder = ZipBuilder([("a.npy", [UInt8](repeating: 0, count: 20))])
    builder.members[0].method = 8
    builder.members[0].flags = 0
    builder.members[0].centralSize = 1 << 31
    builder.members[0].centralCompressedSize = 20
    var bytes = builder.bytes
    #expect(archiveRefusal(bytes) == "zip-local-header")
    bytes.replaceSubrange(22..<26, with: le(1 << 31, 4))
    #expect(archiveRefusal(bytes) == "inflate-ratio")
  }
}
