import Foundation
import Testing

@testable import Weights

@Suite struct OutputFileTests {
  private func write(_ text: String, to file: OutputFile) throws {
    try Array(text.utf8).withUnsafeBytes { try file.write($0, at: 0) }
  }

  @Test func theFileIsThereOnceItIsWhole() throws {
    let folder = try Folder()
    let output = try OutputFile(folder.path("a"), mayReplace: false)
    try write("abc", to: output)
    #expect(try folder.names.count == 1)
    #expect(try !folder.names.contains("a"))
    try output.commit()
    #expect(try folder.names == ["a"])
    #expect(try folder.read("a") == Array("abc".utf8))
  }

  @Test func whatIsThereStaysWithoutLeave() throws {
    let folder = try Folder()
    try folder.write([1, 2], to: "a")
    #expect(throws: WeightError.self) { try OutputFile(folder.path("a"), mayReplace: false) }
    #expect(try folder.names == ["a"])
    #expect(try folder.read("a") == [1, 2])
  }

  @Test func whatIsThereIsReplacedWithLeave() throws {
    let folder = try Folder()
    try folder.write([1, 2, 3, 4, 5], to: "a")
    let output = try OutputFile(folder.path("a"), mayReplace: true)
    try write("abc", to: output)
    #expect(try folder.read("a") == [1, 2, 3, 4, 5])
    try output.commit()
    #expect(try folder.names == ["a"])
    #expect(try folder.read("a") == Array("abc".utf8))
  }

  /// A file that came into being meanwhile is not replaced either.
  @Test func aFileThatCameMeanwhileStays() throws {
    let folder = try Folder()
    do {
      let output = try OutputFile(folder.path("a"), mayReplace: false)
      try write("abc", to: output)
      try folder.write([9], to: "a")
      #expect(throws: WeightError.self) { try output.commit() }
    }
    #expect(try folder.names == ["a"])
    #expect(try folder.read("a") == [9])
  }

  @Test func whatIsGivenUpLeavesNothing() throws {
    let folder = try Folder()
    try folder.write([1], to: "a")
    do {
      let output = try OutputFile(folder.path("a"), mayReplace: true)
      try write("abc", to: output)
    }
    #expect(try folder.names == ["a"])
    #expect(try folder.read("a") == [1])
  }

  @Test func aFolderIsNoFile() throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(atPath: folder.path("a"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(atPath: folder.path("b"), withDestinationPath: "elsewhere")
    for name in ["a", "b", "no such folder/c"] {
      #expect(throws: WeightError.self) { try OutputFile(folder.path(name), mayReplace: true) }
    }
    #expect(try folder.names == ["a", "b"])
  }

  /// The source ends in the middle: the target is as it was.
  @Test func aFailureOnTheWayLeavesTheOldFile() throws {
    let folder = try Folder()
    let network = try smallNetwork()
    let source = SlotSource.generator(Generator(seed: 0, scheme: .he))
    try WeightWriter(network, .safetensors, type: .float32, worker: worker)
      .write(source, to: folder.path("source"), mayReplace: false)
    let file = try open(folder.path("source"))
    let mapping = Mapping(of: file, onto: network)
    let handle = try #require(FileHandle(forUpdatingAtPath: folder.path("source")))
    try handle.truncate(atOffset: UInt64(file.size - 100))
    try handle.close()
    try folder.write([1, 2, 3], to: "target")
    for dialect in Dialect.writable {
      #expect(throws: WeightError.self) {
        try WeightWriter(network, dialect, type: .float32, worker: worker)
          .write(.file(file, mapping), to: folder.path("target"), mayReplace: true)
      }
      #expect(try folder.names == ["source", "target"])
      #expect(try folder.read("target") == [1, 2, 3])
    }
  }
}
