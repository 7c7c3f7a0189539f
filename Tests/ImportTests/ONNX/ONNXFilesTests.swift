import Architecture
import Foundation
import Inference
import TestSupport
import Testing
import Weights

@testable import Import

/// Tensors outside of the file, files larger than memory's habit, and a network that others trained.
@Suite struct ONNXFilesTests {
  /// A folder with a model whose weight, 1×2 numbers, is said to lie elsewhere.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("ImportTests-\(UUID().uuidString)")

    init() throws {
      try FileManager.default.createDirectory(
        at: url.appendingPathComponent("model/deep"), withIntermediateDirectories: true)
      let numbers: [Float] = [9, 9, 1, 2]
      let bytes = numbers.withUnsafeBytes { Data($0) }
      for name in ["model/net.data", "model/deep/net.data", "outside.data"] {
        try bytes.write(to: url.appendingPathComponent(name))
      }
      try FileManager.default.createSymbolicLink(
        atPath: url.path + "/model/link.data", withDestinationPath: url.path + "/outside.data")
      try FileManager.default.createSymbolicLink(atPath: url.path + "/model/up", withDestinationPath: url.path)
      try FileManager.default.createSymbolicLink(
        atPath: url.path + "/model/inside.data", withDestinationPath: "deep/net.data")
      try FileManager.default.createSymbolicLink(
        atPath: url.path + "/model/deep/back.data", withDestinationPath: "../inside.data")
      try FileManager.default.createSymbolicLink(
        atPath: url.path + "/model/round.data", withDestinationPath: "round.data")
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func read(_ entries: [String: String]) throws -> ImportedModel {
      var file = ONNXFile()
      file.input("x", [1, 2])
      var tensor = Onnx_TensorProto()
      (tensor.name, tensor.dims, tensor.dataType, tensor.dataLocation) = ("w", [1, 2], 1, 1)
      for (key, value) in entries {
        var entry = Onnx_StringStringEntryProto()
        (entry.key, entry.value) = (key, value)
        tensor.externalData.append(entry)
      }
      file.model.graph.initializer = [tensor]
      file.node("Gemm", ["x", "w"], ["y"], int: ["transB": 1])
      file.output("y")
      let path = url.path + "/model/net.onnx"
      try Data(try file.bytes).write(to: URL(fileURLWithPath: path))
      return try ImportedModel.read(path)
    }

    func message(_ entries: [String: String]) -> String {
      do { _ = try read(entries) } catch { return (error as? ImportError)?.problems[0].message ?? "\(error)" }
      return "it is read"
    }
  }

  @Test func tensorsInOtherFiles() throws {
    let folder = try Folder()
    for location in [
      "net.data", "./net.data", "deep/net.data", "inside.data", "deep/back.data", "up/model/net.data",
    ] {
      let model = try folder.read(["location": location, "offset": "8", "length": "8"])
      #expect(try ONNXFile.run(model, [10, 1]) == [[12]])
    }
    #expect(try ONNXFile.run(try folder.read(["location": "net.data"]), [1, 1]) == [[18]])
  }

  @Test(arguments: [
    "../outside.data", "/etc/passwd", "deep/../../outside.data", "link.data", "up/outside.data", "deep", "/dev/zero",
    "", ".", "nowhere.data", "round.data",
  ])
  func neverOutsideOfTheFolder(_ location: String) throws {
    let message = try Folder().message(["location": location, "offset": "0", "length": "8"])
    #expect(message.hasPrefix("onnx-external: "))
  }

  @Test func whatIsSaidOfAPlaceOutside() throws {
    let folder = try Folder()
    func message(_ location: String) -> String { folder.message(["location": location]) }
    for location in ["../outside.data", "/etc/passwd", "deep//net.data", "", "deep/"] {
      let outside = "onnx-external: the tensor w is said to be outside of the model's folder: "
      #expect(message(location) == outside + location)
    }
    #expect(message("net\u{0}.data").contains("is said to be outside"))
    // Names of 4096 bytes are asked for.
    let long = String(repeating: "a", count: 4096)
    #expect(message(long).hasPrefix("onnx-external: the tensor w is in another file: aaaa"))
    #expect(message(long + "a").hasPrefix("onnx-external: the tensor w is said to be outside of the model's folder: a"))
  }

  /// The file as one of weights has the names of its own network's layers.
  @Test func weightsForAnyNetwork() throws {
    let folder = try Folder()
    let model = try folder.read(["location": "net.data", "offset": "8", "length": "8"])
    let weights = try WeightFile.opening(folder.url.path + "/model/net.onnx")
    #expect(weights.tensors.map(\.layer) == model.weights?.tensors.map(\.layer))
    #expect(Mapping(of: weights, onto: model.network).isComplete)
  }

  @Test func placesThatAreNotThere() throws {
    let folder = try Folder()
    func message(_ offset: String, _ length: String) -> String {
      folder.message(["location": "net.data", "offset": offset, "length": length])
    }
    #expect(message("8", "8") == "it is read")
    #expect(message("0", "8") == "it is read")
    #expect(message("16", "8") == "onnx-external: the tensor w ends at byte 24, and net.data has 16")
    #expect(message("9", "8") == "onnx-external: the tensor w ends at byte 17, and net.data has 16")
    #expect(message("17", "8") == "onnx-external: the tensor w begins at byte 17, and net.data has 16")
    #expect(message("8", "4") == "onnx-tensor: the tensor w has 8 bytes by its sizes, and 4 in net.data")
    #expect(message("-8", "8") == "onnx-external: the offset of the tensor w is no number")
    #expect(message("9223372036854775808", "8") == "onnx-external: the offset of the tensor w is no number")
    #expect(folder.message([:]).hasPrefix("onnx-external: "))
  }

  @Test func aFileOfThreeGigabytes() throws {
    // A hole in place of the weight's numbers: only its end is written.
    let count = 786_432_000
    var file = ONNXFile()
    file.input("x", [1, Int64(count)])
    file.node("Gemm", ["x", "w"], ["y"], int: ["transB": 1])
    file.output("y")
    var tensor = Onnx_TensorProto()
    (tensor.name, tensor.dims, tensor.dataType) = ("w", [1, Int64(count)], 1)
    func length(_ number: Int) -> [UInt8] {
      number < 0x80 ? [UInt8(number)] : [UInt8(number & 0x7F) | 0x80] + length(number >> 7)
    }
    let raw: [UInt8] = [0x4A] + length(4 * count)
    let own = Array(try tensor.serializedData()) + raw
    let graph = Array(try file.model.graph.serializedData()) + [0x2A] + length(own.count + 4 * count) + own
    file.model.clearGraph()
    let start = try file.bytes + [0x3A] + length(graph.count + 4 * count) + graph
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("zoo-\(UUID().uuidString).onnx")
    try Data(start).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    let handle = try FileHandle(forWritingTo: url)
    try handle.truncate(atOffset: UInt64(start.count + 4 * count - 4))
    try handle.seekToEnd()
    try handle.write(contentsOf: [0, 0, 0x80, 0x3F])
    try handle.close()
    let model = try ImportedModel.read(url.path)
    let tensors = try #require(model.weights?.tensors)
    #expect(tensors.map(\.byteCount) == [3_145_728_000])
    #expect(tensors[0].place == .file(offset: start.count))
  }

  @Test(.enabled(if: RealFiles.areThere, "the folder ../shared/data with published weights is not there"))
  func aLeNetOfOthers() throws {
    let model = try ImportedModel.read(RealFiles.path("torch-lenet/lenet.onnx"))
    let weights = try #require(model.weights)
    let mapping = Mapping(of: weights, onto: model.network)
    #expect(mapping.isComplete)
    let executor = try Executor(
      model.network, weights: .file(weights, mapping), options: Executor.Options(batch: 100, threads: 1))
    let digits = try Digits()
    var right = 0
    for start in stride(from: 0, to: 10_000, by: 100) {
      let batch = digits.batch(start..<start + 100, size: 28) { ($0 / 255 - 0.1307) / 0.3081 }
      let output = try #require(try executor.run(batch).all.last)
      for image in 0..<100 {
        let scores = output.image(image)
        let best = scores.indices.max { scores[$0] < scores[$1] }
        if best.map({ $0 - scores.startIndex }) == Int(digits.labels[start + image]) { right += 1 }
      }
    }
    #expect(right == 9813)
  }
}
