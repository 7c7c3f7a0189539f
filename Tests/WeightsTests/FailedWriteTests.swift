import Foundation
import Testing

@testable import Weights

/// What is left where a file cannot be written to its end.
@Suite struct FailedWriteTests {
  /// The source ends in the middle: the target is as it was.
  @Test func aFailureOnTheWayLeavesTheOldFile() throws {
    let folder = try Folder()
    let network = try smallNetwork()
    let source = ParameterSource.generator(Generator(seed: 0, scheme: .he))
    try WeightWriter(network, .safetensors, type: .float32, worker: worker)
      .write(source, to: folder.path("source"), mayReplace: false)
    let file = try open(folder.path("source"))
    let mapping = Mapping(of: file, onto: network)
    let handle = try #require(FileHandle(forUpdatingAtPath: folder.path("source")))
    try handle.truncate(atOffset: UInt64(file.size - 100))
    try handle.close()
    try folder.write([1, 2, 3], to: "target")
    for format in WeightFormat.writable {
      #expect(throws: WeightError.self) {
        try WeightWriter(network, format, type: .float32, worker: worker)
          .write(.file(file, mapping), to: folder.path("target"), mayReplace: true)
      }
      #expect(try folder.names == ["source", "target"])
      #expect(try folder.read("target") == [1, 2, 3])
    }
  }
}
