import Architecture
import Foundation
import Import
import TestSupport
import Testing
import Weights

/// Small models of each kind of layer give what Keras gives.
@Suite struct KerasKindsTests {
  private static let names = [
    "convolutions", "transposed", "flatten_last", "flatten_and_more", "channels_first", "pools", "normalizations",
    "activations", "joins", "shapes", "vector_to_maps", "signals", "volumes", "preprocessing", "nested", "several",
    "functions", "dense_on_maps", "transposed_same", "elementwise",
  ]

  @Test func everyRecordingIsTested() throws {
    #expect(try RecordedKeras().cases.map(\.name).sorted() == Self.names.sorted())
  }

  @Test(arguments: names) func archivesGiveWhatKerasGives(name: String) throws {
    let recorded = try RecordedKeras.named(name)
    let model = try readKeras(RecordedKeras.path("\(name).keras"))
    #expect(model.format == .kerasArchive)
    #expect(model.unknown.isEmpty)
    let outputs = try model.outputs()
    // The network's outputs stand in its own order.
    for expected in recorded.outputs {
      #expect(outputs.contains { difference($0, expected) < 2e-6 }, "an output of \(expected.count) numbers")
    }
    #expect(outputs.count == recorded.outputs.count)
  }

  /// The numbers that a layer called twice has are counted twice; `Normalization` has a count of images beside its two.
  @Test(arguments: names.filter { $0 != "nested" }) func parametersAreThoseOfKeras(name: String) throws {
    let recorded = try RecordedKeras.named(name)
    let model = try readKeras(RecordedKeras.path("\(name).keras"))
    #expect(model.parameters == recorded.parameters)
    #expect(model.statistics == recorded.statistics - (name == "preprocessing" ? 1 : 0))
  }

  @Test(arguments: ["flatten_last", "nested"]) func legacyFilesAreTheSame(name: String) throws {
    let recorded = try RecordedKeras.named(name)
    let model = try readKeras(RecordedKeras.path("\(name).h5"))
    #expect(model.format == .kerasHDF5)
    #expect(difference(try model.outputs()[0], recorded.outputs[0]) < 2e-6)
    #expect(model.lines == (try readKeras(RecordedKeras.path("\(name).keras"))).lines)
  }

  @Test func modelsInsideAreScopes() throws {
    let model = try readKeras(RecordedKeras.path("nested.keras"))
    #expect(
      model.lines == [
        "image input 3×5×5", "conv conv 3×5×5", "norm batch_norm 3×5×5", "add add 3×5×5", "shared conv 3×5×5",
        "shared_relu relu 3×5×5", "conv_2 conv 3×5×5", "norm_2 batch_norm 3×5×5", "add_2 add 3×5×5",
        "shared_2 conv 3×5×5", "shared_relu_2 relu 3×5×5", "pool global_max_pool 3×1×1", "pool_flatten flatten 3",
      ])
    let conv = try #require(model.network.layers.first { $0.name == "conv_2" })
    #expect(
      conv.scope == [
        EnclosingModule(name: "block_2", kind: "Functional"), EnclosingModule(name: "block/part_2", kind: "Sequential"),
      ])
    #expect(
      model.remarks == [
        "layers that are called several times are counted at each call, weights included: block, shared"
      ])
  }

  @Test func otherWeightsForAConfiguration() throws {
    let model = try readKeras(
      RecordedKeras.path("flatten_last.keras"), weights: RecordedKeras.path("flatten_last.h5"))
    #expect(difference(try model.outputs()[0], try RecordedKeras.named("flatten_last").outputs[0]) < 2e-6)
  }

  @Test func weightsOfAnotherNetworkAreNamed() {
    let error = #expect(throws: ImportError.self) {
      try readKeras(RecordedKeras.path("flatten_last.keras"), weights: RecordedKeras.path("nested.h5"))
    }
    #expect(error?.problems.first?.place == "conv")
    #expect(error?.problems.first?.message == "Conv2D: the file has 0 tensors of it, and more are needed")
  }

  /// Four filters of 2×2 on three channels are stored.
  @Test(arguments: [(4, 2, nil), (5, 2, "2×2×3×5"), (4, 3, "3×3×3×4")] as [(Int, Int, String?)])
  func weightsOfAnotherSizeAreNamed(filters: Int, kernel: Int, sizes: String?) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(
      """
      {"class_name": "Sequential", "config": {"name": "net", "layers": [
        {"class_name": "InputLayer", "config": {"name": "in", "batch_shape": [null, 5, 4, 3]}},
        {"class_name": "Conv2D", "config": {"name": "conv", "filters": \(filters), "kernel_size": \(kernel)}}]}}
      """.utf8
    ).write(to: url)
    do throws(ImportError) {
      _ = try readKeras(url.path, weights: RecordedKeras.path("flatten_last.h5"))
      #expect(sizes == nil)
    } catch {
      let wanted = sizes.map { " is 2×2×3×4, and by the configuration it is \($0)" } ?? "nothing"
      #expect(error.problems[0].message.hasSuffix(wanted), "\(error.problems[0].message)")
    }
  }
}
