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

  /// Several at a time; what has taken its place is no temporary file any more.
  @Test func anInterruptionRemovesWhatIsUnfinished() async {
    await #expect(processExitsWith: .success) {
      let folder = FileManager.default.temporaryDirectory.appending(path: "output-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
      Temporaries.removeAll()
      let files = try (0..<3).map { try OutputFile(folder.appending(path: "\($0)").path, mayReplace: false) }
      guard try names().count == 3 else { exit(10) }
      try files[1].commit()
      Temporaries.removeAll()
      guard try names() == ["1"] else { exit(11) }
      guard (try? files[0].commit()) == nil else { exit(12) }
      // Dropped by now: a file of that name is somebody else's.
      _ = FileManager.default.createFile(atPath: files[0].temporary, contents: nil)
      Temporaries.removeAll()
      guard try names().contains(URL(filePath: files[0].temporary).lastPathComponent) else { exit(13) }
      try FileManager.default.removeItem(at: folder)
      exit(EXIT_SUCCESS)
    }
  }

  /// More files than can be noted are written all the same, and places are used again.
  @Test func manyFilesAtATime() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for _ in 0..<3 {
      let files = try (0..<100).map { try OutputFile(path("\($0)"), mayReplace: true) }
      for file in files { try file.commit(isDurable: false) }
    }
    #expect(try names().count == 100)
  }

  /// What a signal does is the business of the program that uses this module.
  @Test func signalsStayTheClients() async {
    await #expect(processExitsWith: .success) {
      let numbers = [SIGINT, SIGTERM, SIGHUP, SIGXFSZ, SIGPIPE]
      signal(SIGHUP, SIG_IGN)
      signal(SIGTERM) { _ in }
      func handlers() -> [Int] {
        numbers.map { number in
          var action = sigaction()
          sigaction(number, nil, &action)
          #if canImport(Glibc)
            return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
          #else
            return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self)
          #endif
        }
      }
      let before = handlers()
      let path = FileManager.default.temporaryDirectory.appending(path: "output-\(UUID().uuidString)").path
      let file = try OutputFile(path, mayReplace: false)
      guard handlers() == before else { exit(10) }
      try file.commit()
      unlink(path)
      exit(handlers() == before ? EXIT_SUCCESS : 11)
    }
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
