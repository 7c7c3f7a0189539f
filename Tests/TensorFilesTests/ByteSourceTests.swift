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
