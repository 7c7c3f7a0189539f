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

  /// Numbers from memory are as many as their parameter has.
  @Test func anotherNumberOfNumbers() throws {
    let folder = try Folder()
    let network = try smallNetwork()
    let parameters = NetworkParameter.all(of: network)
    var numbers: [String: [Float]] = [:]
    for parameter in parameters { numbers[parameter.name] = Array(repeating: 1, count: parameter.count) }
    let writer = WeightWriter(network, .safetensors, type: .float32, worker: worker)
    try writer.write(.numbers(numbers), to: folder.path("target"), mayReplace: false)
    let written = try folder.read("target")
    let (name, count) = (parameters[0].name, parameters[0].count)
    for other in [0, count - 1, count + 1] {
      numbers[name] = Array(repeating: 2, count: other)
      let error = #expect(throws: WeightError.self) {
        try writer.write(.numbers(numbers), to: folder.path("target"), mayReplace: true)
      }
      #expect(error?.message == "there are no \(count) numbers for \(name)")
    }
    #expect(try folder.names == ["target"])
    #expect(try folder.read("target") == written)
  }
}
