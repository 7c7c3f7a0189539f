import Testing

@testable import TensorFiles

@Suite struct ZipTests {
  private let plain = ZipBuilder([("a/x", [1, 2, 3]), ("a/y", []), ("a/z", [4])])

  private func refusal(of builder: ZipBuilder) -> String? { refusal(of: builder.bytes) }

  private func refusal(of bytes: [UInt8]) -> String? {
    TensorFilesTests.refusal { () throws(FormatError) in
      let source = MemorySource(bytes)
      let zip = try ZipReader(reading: source)
      for member in zip.members { try zip.verify(member, in: source) }
    }
  }

  /// The plain file, changed.
  private func refusal(_ change: (inout ZipBuilder) -> Void) -> String? {
    var builder = plain
    change(&builder)
    return refusal(of: builder)
  }

  @Test func plainFiles() throws {
    let source = MemorySource(plain.bytes)
    #expect(ZipReader.recognizes(source))
    let zip = try ZipReader(reading: source)
    #expect(zip.members.map(\.name) == ["a/x", "a/y", "a/z"])
    let x = try #require(zip["a/x"])
    #expect(try source.bytes(at: x.offset, count: x.size) == [1, 2, 3])
    #expect(zip["a/X"] == nil)
    #expect(refusal { $0.isWithLocator = false } == nil)
    #expect(refusal { for index in 0..<3 { $0.members[index].flags = 0 } } == nil, "sizes before the data")
    #expect(refusal { $0.members[0].localExtra = Array("FB".utf8) + [2, 0, 0x5A, 0x5A] } == nil, "padding")
  }

  @Test func membersInAnotherOrderInTheDirectory() {
    // Offsets, not the order of the records, say where members lie.
    var builder = ZipBuilder([("a/x", [1]), ("a/y", [2])])
    builder.members[0].centralOffset = 50
    builder.members[1].centralOffset = 0
    #expect(refusal(of: builder) == "zip-local-header")
  }

  @Test func emptyFile() { #expect(refusal(of: [UInt8]()) == "zip-end") }
  @Test func emptyArchive() { #expect(refusal(of: ZipBuilder([])) == nil) }
  @Test func comment() { #expect(refusal { $0.comment = [1, 2, 3] } == "zip-end") }
  @Test func commentThatIsAnotherEnd() {
    #expect(refusal { $0.comment = Array(ZipBuilder([]).bytes.suffix(22)) } == "zip-end")
  }
  @Test func bytesBeforeTheFirstMember() { #expect(refusal(of: [0] + plain.bytes) != nil) }
  @Test func bytesAfterTheEnd() { #expect(refusal(of: plain.bytes + [0]) == "zip-end") }
  @Test func bytesAfterTheDirectory() { #expect(refusal { $0.tail = 1 } == "zip-end") }
  @Test func bytesBetweenMembers() { #expect(refusal { $0.members[0].gap = 1 } == "zip-layout") }
  @Test func bytesBeforeTheDirectory() { #expect(refusal { $0.members[2].gap = 5 } == "zip-layout") }
  @Test func directoryBeyondTheFile() { #expect(refusal { $0.directoryOffset = 1 << 31 } == "zip-end") }
  @Test func namesUpToTheLimit() {
    let name = String(repeating: "x", count: FormatLimits.nameBytes)
    #expect(refusal { $0.members[0].name = name } == nil)
    #expect(refusal { $0.members[0].name = name + "x" } == "zip-name")
  }
  @Test func directorySizeLies() { #expect(refusal { $0.directorySize = 3 } == "zip-end") }
  @Test func countLies() {
    #expect(refusal { $0.count = 2 } == "zip-directory")
    #expect(refusal { $0.count = 4 } == "zip-directory")
    #expect(refusal { $0.count = 40_000 } == "zip-directory")
  }
  @Test func wideCountLies() { #expect(refusal { $0.wideCount = 2 } == "zip-64") }
  @Test func wideCountOverflows() {
    #expect(refusal { ($0.wideCount, $0.count) = (.max, 0xFFFF) } == "zip-directory")
  }
  @Test func locatorLies() { #expect(refusal { $0.locator = 0 } == "zip-64") }
  @Test func locatorOverflows() { #expect(refusal { $0.locator = .max } == "zip-64") }
  @Test func duplicateName() { #expect(refusal { $0.members[1].name = "a/x" } == "zip-name") }
  @Test func nameThatDiffersInCase() { #expect(refusal { $0.members[1].name = "a/X" } == "zip-name") }
  @Test func localNameDiffers() { #expect(refusal { $0.members[0].localName = "a/X" } == "zip-local-header") }
  @Test func localNameIsLonger() { #expect(refusal { $0.members[0].localName = "a/xx" } == "zip-local-header") }
  @Test func emptyName() {
    // The last record is just as long as one without a name.
    for member in [0, 2] {
      var builder = plain
      builder.members[member].name = ""
      #expect(said(of: builder.bytes) == "zip-name: '' is no plain name")
    }
  }

  private func said(of bytes: [UInt8]) -> String? {
    message { () throws(FormatError) in _ = try ZipReader(reading: MemorySource(bytes)) }
  }

  /// Each record says how long it is, and the directory how many there are.
  @Test func recordsOfTheDirectory() throws {
    var builder = ZipBuilder([(String(repeating: "x", count: 30), [1]), (String(repeating: "y", count: 30), [2])])
    let bytes = builder.bytes
    #expect(said(of: bytes) == nil)
    let start = try #require(bytes.indices.first { bytes[$0...].starts(with: le(0x0201_4B50, 4)) })
    builder.count = 3
    #expect(said(of: builder.bytes) == "zip-directory: the directory is cut at byte \(start + 2 * 76)")
    func changed(_ place: Int, _ value: UInt8) -> String? {
      var bytes = bytes
      bytes[start + place] = value
      return said(of: bytes)
    }
    #expect(changed(0, 0) == "zip-directory: no record of the directory at byte \(start)")
    #expect(changed(32, 1) == "zip-directory: a comment in the record at byte \(start)")
    #expect(changed(34, 1) == "zip-directory: '\(String(repeating: "x", count: 30))' lies in another file")
    #expect(changed(76 + 28, 31) == "zip-directory: the directory is cut in the record at \(start + 76)")
    // Encrypted by the usual way, or by a central directory's own.
    #expect(changed(8, 9) == "zip-method: '\(String(repeating: "x", count: 30))' is encrypted")
    #expect(changed(9, 0x28) == "zip-method: '\(String(repeating: "x", count: 30))' is encrypted")
    #expect(
      changed(8, 0x28)
        == "zip-method: '\(String(repeating: "x", count: 30))' has the flags 0x828, of which some are unknown")
  }
  @Test(arguments: ["a\u{0}", "a\u{1B}[2J", "a\\b", "a\n", "a\u{7F}"]) func nameWithControlCharacters(_ name: String) {
    #expect(refusal { $0.members[0].name = name } == "zip-name")
  }
  @Test func compressed() {
    #expect(refusal { $0.members[0].method = 8 } == "zip-method")
    #expect(refusal { $0.members[0].localMethod = 8 } == "zip-local-header")
  }
  /// Archives of numpy may be deflated, and by no other method.
  @Test(arguments: [0, 7, 8, 9, 12] as [UInt16]) func otherMethods(_ method: UInt16) {
    var builder = ZipBuilder([("a.npy", [1, 2, 3])])
    builder.members[0].method = method
    let text = message { () throws(FormatError) in _ = try NumpyArchive(reading: MemorySource(builder.bytes)) }
    let refused = "zip-method: 'a.npy' is compressed by method \(method); stored and deflated members are read"
    #expect((text == refused) == ![0, 8].contains(method))
    let torch = message { () throws(FormatError) in _ = try ZipReader(reading: MemorySource(builder.bytes)) }
    #expect(
      torch
        == (method == 0
          ? nil
          : "zip-method: 'a.npy' is compressed; torch does so in TorchScript programs alone: save model.state_dict()"))
  }
  /// What stands around the three bytes of the first member, byte by byte: its local header before, their sizes after them.
  @Test(arguments: [
    (0, "zip-local-header: no member at byte 0, where 'a/x' should be"),
    (14, "zip-local-header: 'a/x' has sizes both before and after its bytes"),
    (18, "zip-local-header: 'a/x' has sizes both before and after its bytes"),
    (22, "zip-local-header: 'a/x' has sizes both before and after its bytes"),
    (36, "zip-local-header: no sizes after the bytes of 'a/x'"),
    (40, "zip-local-header: 'a/x' has sizes or a checksum unlike the directory's"),
    (44, "zip-local-header: 'a/x' has sizes or a checksum unlike the directory's"),
    (48, "zip-local-header: 'a/x' has sizes or a checksum unlike the directory's"),
  ])
  func bytesAroundAMember(place: Int, text: String) {
    var bytes = plain.bytes
    #expect(said(of: bytes) == nil)
    bytes[place] ^= 4
    #expect(said(of: bytes) == text)
  }

  /// Numbers of the directory up to where it begins, and the member up to the next one.
  @Test func numbersOfTheDirectory() throws {
    func said(_ change: (inout ZipBuilder) -> Void) -> String? {
      var builder = plain
      change(&builder)
      return self.said(of: builder.bytes)
    }
    let bytes = plain.bytes
    let directory = try #require(bytes.indices.first { bytes[$0...].starts(with: le(0x0201_4B50, 4)) })
    #expect(
      said { $0.members[0].centralSize = UInt32(directory) + 1 }
        == "zip-layout: 'a/x' (\(directory + 1) bytes at 0) lies beyond the directory")
    #expect(
      said { $0.members[0].centralSize = UInt32(directory) } == "zip-layout: 'a/x' reaches into the next member")
    #expect(said { $0.members[0].centralSize = 20 } == "zip-layout: 'a/x' reaches into the next member")
    #expect(
      said { $0.members[0].centralSize = 19 }
        == "zip-layout: 0 bytes after 'a/x', where 16 or 24 should give its size")
    #expect(
      said { $0.members[2].centralOffset = UInt32(directory) + 1 }
        == "zip-layout: 'a/z' (1 bytes at \(directory + 1)) lies beyond the directory")
    #expect(
      said { $0.members[2].centralOffset = UInt32(directory) }
        == "zip-layout: 66 bytes after 'a/y', where 16 or 24 should give its size")
    #expect(said { $0.members[0].centralSize = 0xFFFF_FFFF } == "zip-64: 'a/x' lacks a 64-bit field")
    #expect(
      said { builder in
        for index in 0..<3 { builder.members[index].flags = 0 }
        builder.members[0].gap = 1
      } == "zip-layout: 1 bytes after 'a/x' belong to none")
    var empty = ZipBuilder([])
    (empty.isWithLocator, empty.directoryOffset) = (false, 1)
    #expect(
      self.said(of: [0] + empty.bytes) == "zip-layout: 1 bytes before the directory belong to no member")
  }

  @Test(arguments: [UInt64(Int.max), 1 << 63])
  func theLargestMember(size: UInt64) {
    var builder = ZipBuilder([("a.npy", [1, 2, 3])])
    (builder.members[0].method, builder.members[0].flags) = (8, 0)
    (builder.members[0].centralSize, builder.members[0].centralCompressedSize) = (0xFFFF_FFFF, 3)
    builder.members[0].centralExtra = le(1, 2) + le(8, 2) + le(size, 8)
    let text = message { () throws(FormatError) in _ = try NumpyArchive(reading: MemorySource(builder.bytes)) }
    #expect(
      text
        == (size == 1 << 63
          ? "zip-layout: 9223372036854775808 bytes of 'a.npy'"
          : "zip-local-header: 'a.npy' has sizes or a checksum unlike the directory's"))
  }

  /// Bytes of a member that are asked for, and that it may inflate to.
  @Test func theMostBytesOfAMember() throws {
    let source = MemorySource(plain.bytes)
    let zip = try ZipReader(reading: source)
    let x = try #require(zip["a/x"])
    func said(_ limit: Int) -> String? {
      message { () throws(FormatError) in _ = try zip.contents(of: x, in: source, atMost: limit) }
    }
    #expect(said(3) == nil)
    #expect(said(2) == "zip-inflation: 'a/x' has 3 bytes; at most 2 are read")
    func inflated(_ size: Int) -> String? {
      let member = ZipReader.Member(
        name: "a/x", offset: 33, size: size, storedSize: 3, isDeflated: true, checksum: 0)
      return message { () throws(FormatError) in
        try zip.extract(member, from: source) { (_) throws(FormatError) in }
      }
    }
    let most = 100 * source.size + (64 << 20)
    #expect(inflated(most)?.hasPrefix("inflate-ratio: ") == true)
    #expect(inflated(most + 1)?.hasPrefix("zip-inflation: 'a/x' should inflate from 3 bytes to \(most + 1)") == true)
  }
  @Test func encrypted() {
    #expect(refusal { $0.members[0].flags = 0x0809 } == "zip-method")
    #expect(refusal { $0.members[0].localFlags = 0x0809 } == "zip-local-header")
    #expect(refusal { $0.members[0].flags = 0x2808 } == "zip-method")
  }
  @Test func unknownFlags() { #expect(refusal { $0.members[0].flags = 0x0828 } == "zip-method") }
  @Test func sizesDisagree() {
    #expect(refusal { $0.members[0].centralCompressedSize = 2 } == "zip-method")
    #expect(refusal { $0.members[0].centralSize = 2 } == "zip-layout")
    #expect(refusal { $0.members[0].centralSize = 4 } == "zip-layout")
    #expect(refusal { $0.members[0].centralSize = 0xFFFF_FFF0 } == "zip-layout")
    #expect(refusal { $0.members[0].descriptorSize = 2 } == "zip-local-header")
    #expect(refusal { ($0.members[0].flags, $0.members[0].centralSize) = (0, 2) } == "zip-local-header")
  }
  @Test func offsetsLie() {
    #expect(refusal { $0.members[1].centralOffset = 0 } == "zip-layout")
    #expect(refusal { $0.members[0].centralOffset = 1 } == "zip-layout")
    #expect(refusal { $0.members[2].centralOffset = 0xFFFF_FFF0 } == "zip-layout")
  }
  @Test func wideFieldMissing() {
    #expect(refusal { $0.members[0].centralSize = 0xFFFF_FFFF } == "zip-64")
    #expect(refusal { $0.members[0].centralOffset = 0xFFFF_FFFF } == "zip-64")
  }
  @Test func wideFieldForASmallNumber() {
    #expect(
      refusal { builder in
        builder.members[0].centralSize = 0xFFFF_FFFF
        builder.members[0].centralExtra = le(1, 2) + le(16, 2) + le(3, 8) + le(3, 8)
      } == "zip-64")
  }
  /// A number that 32 bits hold stands in them; 2^32 - 1 does not, since it marks those of 64 bits.
  @Test func wideFieldForTheFirstNumberOfItsKind() {
    func refusal(_ number: UInt64) -> String? {
      self.refusal { builder in
        builder.members[0].centralSize = 0xFFFF_FFFF
        builder.members[0].centralExtra = le(1, 2) + le(16, 2) + le(number, 8) + le(number, 8)
      }
    }
    #expect(refusal(0xFFFF_FFFE) == "zip-64")
    #expect(refusal(0xFFFF_FFFF) == "zip-layout", "read, and more than the file has")
  }
  @Test func wideFieldBeyondTheFile() {
    #expect(
      refusal { builder in
        builder.members[0].centralSize = 0xFFFF_FFFF
        builder.members[0].centralExtra = le(1, 2) + le(16, 2) + le(.max, 8) + le(.max, 8)
      } == "zip-layout")
  }
  @Test func wideFieldForNothing() {
    #expect(refusal { $0.members[0].centralExtra = le(1, 2) + le(8, 2) + le(3, 8) } == "zip-64")
  }
  @Test func twoWideFields() {
    #expect(refusal { $0.members[0].centralExtra = le(1, 2) + le(0, 2) + le(1, 2) + le(0, 2) } == "zip-64")
  }
  @Test func extraFieldCut() {
    #expect(refusal { $0.members[0].centralExtra = le(7, 2) + le(9, 2) } == "zip-directory")
  }
  @Test func recordComment() { #expect(refusal { $0.members[0].centralComment = [1] } == "zip-directory") }
  @Test func wrongChecksum() { #expect(refusal { $0.members[0].checksum = 5 } == "zip-checksum") }
  /// Files without any are torch's; one that lacks a single one was changed.
  @Test(arguments: 0..<3) func oneChecksumIsMissing(member: Int) {
    // The second member is empty, whose checksum is 0.
    #expect(refusal { $0.members[member].checksum = 0 } == (member == 1 ? nil : "zip-checksum"))
    #expect(
      refusal { builder in
        for index in 0..<3 where index != member { builder.members[index].checksum = 0 }
      } == (member == 1 ? nil : "zip-checksum"))
  }
  @Test func noChecksums() { #expect(refusal { for index in 0..<3 { $0.members[index].checksum = 0 } } == nil) }

  @Test func truncationAtEveryByte() {
    let bytes = plain.bytes
    for length in 0..<bytes.count { #expect(refusal(of: Array(bytes[..<length])) != nil, "\(length) bytes") }
  }

  @Test func mutations() {
    let result = mutate(ZipBuilder([("a/x", [1, 2]), ("a/y", [])]).bytes, times: 40_000) { bytes throws(FormatError) in
      _ = try ZipReader(reading: MemorySource(bytes))
    }
    #expect(result.accepted > 0 && result.refused > 0)
  }
}

@Suite struct LargeZipTests {
  /// Zeros, but for a few pieces: a file of more than 4 GiB that takes no memory.
  private struct SparseSource: ByteSource {
    var size: Int
    var pieces: [(offset: Int, bytes: [UInt8])]

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) {
      for index in 0..<buffer.count {
        let place = offset + index
        let piece = pieces.first { $0.offset <= place && place < $0.offset + $0.bytes.count }
        buffer[index] = piece.map { $0.bytes[place - $0.offset] } ?? 0
      }
    }
  }

  /// The layout that torch 2.13 gave a file with a storage of 2³² + 16 bytes, field by field.
  private func large(stated: UInt64 = 1 << 32 + 16) -> SparseSource {
    let name = Array("big/data/1".utf8)
    let size: UInt64 = 1 << 32 + 16
    func local(_ name: [UInt8], _ extra: [UInt8]) -> [UInt8] {
      le(0x0403_4B50, 4) + le(0, 2) + le(0x0808, 2) + [UInt8](repeating: 0, count: 18) + le(UInt64(name.count), 2)
        + le(UInt64(extra.count), 2) + name + extra
    }
    let first = local(name, le(1, 2) + le(16, 2) + le(size, 8) + le(0, 8))
    let descriptor = le(0x0807_4B50, 4) + le(0, 4) + le(size, 8) + le(size, 8)
    let second = first.count + Int(size) + descriptor.count
    let version = Array("big/version".utf8)
    let wideOffset = le(1, 2) + le(8, 2) + le(UInt64(second), 8)
    var tail = local(version, wideOffset) + Array("3\n".utf8)
    tail += le(0x0807_4B50, 4) + le(0, 4) + le(2, 8) + le(2, 8)
    let directory = second + tail.count
    func central(_ name: [UInt8], _ size: UInt64, _ offset: UInt64, _ extra: [UInt8]) -> [UInt8] {
      le(0x0201_4B50, 4) + le(0, 4) + le(0x0808, 2) + [UInt8](repeating: 0, count: 10) + le(size, 4) + le(size, 4)
        + le(UInt64(name.count), 2) + le(UInt64(extra.count), 2) + le(0, 10) + le(offset, 4) + name + extra
    }
    var records = central(name, 0xFFFF_FFFF, 0, le(1, 2) + le(16, 2) + le(stated, 8) + le(stated, 8))
    records += central(version, 2, 0xFFFF_FFFF, wideOffset)
    let end = directory + records.count
    records += le(0x0606_4B50, 4) + le(44, 8) + le(0x2D031E, 4) + le(0, 8) + le(2, 8) + le(2, 8)
    records += le(UInt64(end - directory), 8) + le(UInt64(directory), 8)
    records += le(0x0706_4B50, 4) + le(0, 4) + le(UInt64(end), 8) + le(1, 4)
    records += le(0x0605_4B50, 4) + le(0, 4) + le(2, 2) + le(2, 2) + le(UInt64(end - directory), 4) + le(0xFFFF_FFFF, 4)
    records += le(0, 2)
    return SparseSource(
      size: directory + records.count,
      pieces: [(0, first), (second - descriptor.count, descriptor), (second, tail), (directory, records)])
  }

  @Test func moreThan4GiB() throws {
    let zip = try ZipReader(reading: large())
    #expect(zip["big/data/1"]?.size == 1 << 32 + 16)
    #expect(zip["big/version"]?.size == 2)
  }

  @Test func wideSizeLies() {
    for stated: UInt64 in [1 << 32, 1 << 32 + 17, .max, 1 << 63] {
      let rule = refusal { () throws(FormatError) in _ = try ZipReader(reading: large(stated: stated)) }
      #expect(rule == "zip-layout")
    }
  }
}
