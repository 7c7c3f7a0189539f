import Architecture
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
}
