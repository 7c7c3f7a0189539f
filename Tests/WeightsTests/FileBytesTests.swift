import Foundation
import TensorFiles
import Testing

@testable import Weights

/// Files that are opened, and paths at which there is none.
@Suite struct FileBytesTests {
  private func message(_ open: () throws(WeightError) -> FileBytes) -> String? {
    do throws(WeightError) {
      _ = try open()
      return nil
    } catch { return error.message }
  }

  /// A socket has a place, and cannot be opened.
  private func makeSocket(_ path: String) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    close(descriptor)
    try #require(result == 0)
  }

  @Test func whatIsOpened() throws {
    let folder = try Folder()
    defer { withExtendedLifetime(folder) {} }
    let path = try folder.write([1, 2, 3], to: "file")
    let file = try FileBytes(path)
    defer { withExtendedLifetime(file) {} }
    #expect(try file.source.bytes(at: 0, count: 3) == [1, 2, 3])
    let nowhere = folder.path("nowhere")
    #expect(message { () throws(WeightError) in try FileBytes(nowhere) } == "\(nowhere): No such file or directory")
    #expect(
      message { () throws(WeightError) in try FileBytes(folder.path("")) }
        == "\(folder.path("")): file-regular: this is not a regular file")
    let socket = folder.path("s")
    try makeSocket(socket)
    #expect(message { () throws(WeightError) in try FileBytes(socket) } == "\(socket): No such device or address")
  }

  @Test func whatIsOpenedBelowAFolder() throws {
    let folder = try Folder()
    defer { withExtendedLifetime(folder) {} }
    let files = FileManager.default
    try files.createDirectory(atPath: folder.path("model/deep"), withIntermediateDirectories: true)
    try files.createDirectory(atPath: folder.path("model2"), withIntermediateDirectories: true)
    for name in ["model/deep/file", "outside", "model2/file"] { try folder.write([1, 2, 3], to: name) }
    for (link, target) in [
      ("model/out", "../outside"), ("model/beside", "../model2/file"), ("model/in", "deep/file"), ("model/self", "."),
    ] { try files.createSymbolicLink(atPath: folder.path(link), withDestinationPath: target) }
    try makeSocket(folder.path("model/s"))
    func message(_ parts: String...) -> String? {
      self.message { () throws(WeightError) in try FileBytes(parts, in: folder.path("model")) }
    }
    #expect(message("deep", "file") == nil)
    #expect(message("in") == nil)
    #expect(message("nowhere") == "nowhere: No such file or directory")
    #expect(message("out") == "out: a link leads out of the model's folder")
    // A folder whose name only begins like the model's.
    #expect(message("beside") == "beside: a link leads out of the model's folder")
    #expect(message("self") == "self: not a regular file")
    #expect(message("deep") == "deep: file-regular: this is not a regular file")
    #expect(message("s") == "s: No such device or address")
  }

  @Test func aTemporaryFile() throws {
    let bytes: [UInt8] = [1, 2, 3]
    func fill(_ write: (UnsafeRawBufferPointer) throws(FormatError) -> Void) throws(FormatError) {
      for _ in 0..<2 {
        let result = bytes.withUnsafeBytes { bytes in Result { () throws(FormatError) in try write(bytes) } }
        try result.get()
      }
    }
    let folder = try Folder()
    defer { withExtendedLifetime(folder) {} }
    let file = try FileBytes.temporary(in: folder.path(""), fill)
    #expect(try file.source.bytes(at: 0, count: file.source.size) == bytes + bytes)
    #expect(try folder.names == [], "it has no name")
    withExtendedLifetime(file) {}
    let error = #expect(throws: FormatError.self) { try FileBytes.temporary(in: folder.path("nowhere"), fill) }
    #expect(error?.message == "file-write: no temporary file in \(folder.path("nowhere")): No such file or directory")
  }

  /// The first descriptor that is free is 0 where a program closed its input.
  @Test func theFirstDescriptor() async {
    await #expect(processExitsWith: .success) {
      func descriptors() throws -> [Int32] {
        let folder = try Folder()
        defer { withExtendedLifetime(folder) {} }
        try FileManager.default.createDirectory(atPath: folder.path("deep"), withIntermediateDirectories: false)
        let path = try folder.write([1], to: "deep/file")
        close(0)
        return [
          try FileBytes(path).descriptor, try FileBytes(["deep", "file"], in: folder.path("")).descriptor,
          try FileBytes.temporary { _ in }.descriptor,
        ]
      }
      exit((try? descriptors()) == [0, 0, 0] ? EXIT_SUCCESS : 10)
    }
  }

  @Test func aDiskThatIsFull() async {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 2, rlim_max: 2)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      func failure(_ bytes: [UInt8]) -> String? {
        do throws(FormatError) {
          _ = try FileBytes.temporary(in: "/tmp") { write throws(FormatError) in
            let result = bytes.withUnsafeBytes { bytes in Result { () throws(FormatError) in try write(bytes) } }
            try result.get()
          }
          return nil
        } catch { return error.message }
      }
      guard failure([1, 2]) == nil else { exit(10) }
      exit(failure([1, 2, 3]) == "file-write: the temporary file in /tmp: File too large" ? EXIT_SUCCESS : 11)
    }
  }
}
