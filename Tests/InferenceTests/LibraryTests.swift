import Foundation
import Testing

@testable import OneDNN

/// Where oneDNN is looked for, and what is said where it is not.
@Suite struct LibraryTests {
  @Test(arguments: [
    ("ID=debian\nVERSION_ID=\"12\"", "apt-get install libdnnl2"),
    ("PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nVERSION_ID=\"13\"\nID=debian\n", "apt-get install libdnnl3.6"),
    ("ID=debian", "apt-get install libdnnl-dev"),
    ("ID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"22.04\"", "apt-get install libdnnl2"),
    ("ID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"24.04\"", "apt-get install libdnnl3"),
    ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\nVERSION_ID=\"22\"", "apt-get install libdnnl-dev"),
    ("ID=fedora\nVERSION_ID=42", "dnf install onednn"),
    ("", "the package is called onednn or libdnnl"),
  ])
  func package(_ osRelease: String, _ command: String) {
    #expect(OneDNNPackage(osRelease: osRelease).command == command)
  }

  @Test func missing() {
    #expect(throws: OneDNNError.self) {
      try Library.load(["/no/libdnnl.so"], or: OneDNNPackage(command: "apt-get install x")).get()
    }
    #expect(
      message(["/no/libdnnl.so"]) == """
        cannot load oneDNN, which runs networks: /no/libdnnl.so: cannot open shared object file: No such file or directory
          install it: apt-get install x
        """)
  }

  /// A library that is there and of another kind is named rather than one that is not there.
  @Test func anotherLibrary() {
    #expect(
      message(["libm.so.6", "/no/libdnnl.so"]) == """
        cannot load oneDNN, which runs networks: libm.so.6 has no function dnnl_version
          install it: apt-get install x
        """)
  }

  /// How long OpenMP's threads look for each other is told to it alone, and not where the caller says so.
  @Test func waitingIsToldToTheLibraryAlone() async {
    await #expect(processExitsWith: .success) {
      guard getenv("GOMP_SPINCOUNT") == nil, (try? Engine()) != nil, getenv("GOMP_SPINCOUNT") == nil else { exit(10) }
      exit(EXIT_SUCCESS)
    }
  }

  /// What came with a program lies in `lib/zoo` of its prefix, or in `lib` beside it.
  @Test func beside() throws {
    let prefix = FileManager.default.temporaryDirectory.appending(path: "library-\(UUID())")
    defer { try? FileManager.default.removeItem(at: prefix) }
    let library = prefix.appending(path: "lib/zoo/libdnnl.so.2")
    try FileManager.default.createDirectory(
      at: library.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: library)
    #expect(LibraryFile.beside(prefix.path + "/bin/zoo") == [library.path])
    #expect(LibraryFile.beside("/no/bin/zoo") == [])
    #expect(LibraryFile.beside(nil) == [])
  }

  /// Blocks that oneDNN has no name for are refused, by every version.
  @Test func blocks() throws {
    #expect(try TensorLayout([1, 20, 3, 3], .blocks(8, axis: 1)).byteCount == 24 * 9 * 4)
    #expect(try TensorLayout([1, 20, 3, 3], .blocks(8, axis: 1)).block(ofAxis: 1) == 8)
    #expect(try TensorLayout([1, 20, 3, 3]).block(ofAxis: 1) == 1)
    #expect(throws: OneDNNError.self) { try TensorLayout([1, 20, 3, 3], .blocks(5, axis: 1)) }
  }

  /// Two layouts of the same sizes differ by where they begin.
  @Test func offsets() throws {
    let strides = [12, 4, 1]
    let layout = try TensorLayout([1, 2, 4], strides: strides)
    #expect(try layout == TensorLayout([1, 2, 4], strides: strides))
    #expect(try layout != TensorLayout([1, 2, 4], strides: strides, offset: 4))
  }

  private func message(_ files: [String]) -> String {
    do { _ = try Library.load(files, or: OneDNNPackage(command: "apt-get install x")).get() } catch {
      return "\(error)"
    }
    return ""
  }
}
