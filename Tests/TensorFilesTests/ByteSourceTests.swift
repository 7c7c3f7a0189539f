import TensorFiles
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

@Suite struct ByteSourceTests {
  @Test func files() throws {
    let descriptor = open(path("Tests/TensorFilesTests/Fixtures/types.safetensors"), O_RDONLY)
    defer { close(descriptor) }
    let source = try FileSource(descriptor: descriptor)
    #expect(try source.bytes(at: 0, count: source.size) == fixture("types.safetensors"))
    #expect(refusal { () throws(FormatError) in _ = try source.bytes(at: source.size, count: 1) } == "file-end")
    #expect(refusal { () throws(FormatError) in _ = try source.bytes(at: .max, count: .max) } == "file-end")
    #expect(refusal { () throws(FormatError) in _ = try source.bytes(at: -1, count: 1) } == "file-end")
    #expect(try source.bytes(at: source.size, count: 0).isEmpty)
  }

  /// Ten bytes, from their first to their last.
  @Test(arguments: [
    (0, 10, true), (10, 0, true), (9, 1, true), (0, 11, false), (10, 1, false), (11, 0, false), (-1, 1, false),
    (-1, 0, false), (3, -1, false), (.max, 1, false), (1, .max, false), (.min, .max, false), (11, -1, false),
  ])
  func ranges(offset: Int, count: Int, isThere: Bool) {
    let text = message { () throws(FormatError) in
      _ = try MemorySource(Array(repeating: 0, count: 10)).bytes(at: offset, count: count)
    }
    #expect(text == (isThere ? nil : "file-end: \(count) bytes at \(offset) are beyond the file's 10"))
  }

  @Test func whatIsNoRegularFile() {
    let folder = open(path("Tests"), O_RDONLY)
    defer { close(folder) }
    #expect(refusal { () throws(FormatError) in _ = try FileSource(descriptor: folder) } == "file-regular")
    #expect(refusal { () throws(FormatError) in _ = try FileSource(descriptor: -1) } == "file-read")
  }

  /// A file that loses its end while it is read.
  @Test func fileThatShrinks() throws {
    var name = Array("/tmp/tensor-files-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    try #require(descriptor >= 0)
    unlink(name)
    defer { close(descriptor) }
    ftruncate(descriptor, 100)
    let source = try FileSource(descriptor: descriptor)
    ftruncate(descriptor, 50)
    #expect(refusal { () throws(FormatError) in _ = try source.bytes(at: 0, count: 100) } == "file-end")
  }

  @Test func checksumOfTheStandard() {
    var checksum = CRC32()
    Array("123456789".utf8).withUnsafeBytes { checksum.add($0) }
    #expect(checksum.value == 0xCBF4_3926)
  }

  @Test func rulesHaveNamesOfTheirOwn() {
    let names = FormatRule.allCases.map(\.rawValue)
    #expect(Set(names).count == names.count)
    #expect(FormatError(.fileEnd, "\(String(repeating: "x", count: 500))").message.count == 200)
  }
}
