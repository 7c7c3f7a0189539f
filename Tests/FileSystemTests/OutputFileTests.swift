import Foundation
import Testing
import FileSystem

#if canImport(Glibc)
  import Glibc
#endif

/// The file that comes into being whole or not at all, and what is left where its writer was killed.
@Suite struct OutputFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "output-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  @Test func aNewFileTakesItsPlaceAtTheEnd() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try OutputFile(path("out"), mayReplace: false)
    try write("new", to: file)
    #expect(try names() == [URL(filePath: file.temporary).lastPathComponent])
    #expect(try file.commit() == nil)
    #expect(try names() == ["out"])
    #expect(try content("out") == "new")
  }

  @Test func anAbandonedFileLeavesTheOldOne() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try put("old", "out")
    do {
      let file = try OutputFile(path("out"), mayReplace: true)
      try write("new", to: file)
    }
    #expect(try names() == ["out"])
    #expect(try content("out") == "old")
  }

  @Test func aFileThatCameMeanwhileIsNotReplaced() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try OutputFile(path("out"), mayReplace: false)
    try write("new", to: file)
    try put("other", "out")
    let error = #expect(throws: OutputError.self) { try file.commit() }
    #expect(error?.message == "\(path("out")): File exists; nothing was changed")
    #expect(try names() == ["out"])
    #expect(try content("out") == "other")
  }

  @Test func whatIsThereAndWhatCannotBeThere() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try put("old", "out")
    let error = #expect(throws: OutputError.self) { try OutputFile(path("out"), mayReplace: false) }
    #expect(error?.message == "\(path("out")): is there already; --force replaces it")
    let missing = #expect(throws: OutputError.self) { try OutputFile(path("no/out"), mayReplace: false) }
    #expect(missing?.message == "\(path("no/out")): No such file or directory; nothing was changed")
  }

  @Test func anOldFileIsReplaced() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try put("the old one, which is longer", "out")
    #expect(try OutputFile.write("new".utf8, to: path("out")) == nil)
    #expect(try names() == ["out"])
    #expect(try content("out") == "new")
    #expect(try OutputFile.write([], to: path("out")) == nil)
    #expect(try content("out") == "")
  }

  @Test func onlyARegularFileIsReplaced() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(atPath: path("a"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(atPath: path("b"), withDestinationPath: "elsewhere")
    for name in ["a", "b"] {
      let error = #expect(throws: OutputError.self) { try OutputFile(path(name), mayReplace: true) }
      #expect(error?.message == "\(path(name)): not a regular file")
    }
    #expect(try names() == ["a", "b"])
  }

  @Test func filesOfDeadProcessesAreSwept() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let dead = try deadProcess()
    let swept = ".out.tmp-\(dead)-1k"
    let kept = [
      ".out.tmp-\(getpid())-1k",  // alive
      ".out.tmp-1-1k",  // alive, and of another user
      ".other.tmp-\(dead)-1k",  // of another target
      // No names of ours.
      ".out.tmp-\(dead)", ".out.tmp-\(dead)-1k-2", ".out.tmp-\(dead)-é", ".out.tmp-0\(dead)-1k", ".out.tmp--1-1k",
      "out.tmp-\(dead)-1k",
    ]
    for name in kept + [swept] { try put("", name) }
    let link = ".out.tmp-\(dead)-2"
    try FileManager.default.createSymbolicLink(atPath: path(link), withDestinationPath: path(kept[0]))
    let directory = ".out.tmp-\(dead)-3"
    try FileManager.default.createDirectory(atPath: path(directory), withIntermediateDirectories: false)
    _ = try OutputFile(path("out"), mayReplace: false)
    #expect(try Set(names()) == Set(kept + [link, directory]))
  }

  @Test func aFileThatSomebodyHasLockedIsKept() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // As a process of another machine, whose number means nothing here.
    let name = ".out.tmp-\(try deadProcess())-1k"
    try put("", name)
    let descriptor = open(path(name), O_RDWR)
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    _ = try OutputFile(path("out"), mayReplace: false)
    #expect(try names() == [name])
    close(descriptor)
    _ = try OutputFile(path("out"), mayReplace: false)
    #expect(try names() == [])
  }

  private func deadProcess() throws -> Int32 {
    let process = try Process.run(URL(filePath: "/usr/bin/env"), arguments: ["true"])
    process.waitUntilExit()
    return process.processIdentifier
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }
  private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  private func content(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
  private func put(_ text: String, _ name: String) throws {
    try text.write(toFile: path(name), atomically: false, encoding: .utf8)
  }
  private func write(_ text: String, to file: OutputFile) throws {
    try Array(text.utf8).withUnsafeBytes { try file.write($0, at: 0) }
  }
}
