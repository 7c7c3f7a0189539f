import Architecture
import Import
import ModelFile
import TensorFiles
import TestSupport
import Testing
import Weights

/// A whole model's own description against the network that gets its weights.
@Suite struct StoredConfigurationTests {
  /// A network of zoo's with the shapes of the recorded `flatten_last`: conv, relu, first, elu, second, softmax.
  private func differences(_ layers: String) throws -> [String] {
    let network = try ModelFile.network(
      SourceText(
        name: "n", text: "title: t\npaper: p\nreference: r\ninput: [3, 5, 4]\nlayers:\n" + layers), name: "n")
    let stored = try readKeras(RecordedKeras.path("flatten_last.h5"))
    let file = try #require(stored.weights)
    let mapping = Mapping(of: file, onto: network)
    #expect(mapping.isComplete)
    return ConfigurationDifference.all(between: stored.network, and: network, by: mapping).map {
      "\($0.layer) \($0.what): \($0.stored) | \($0.own)"
    }
  }

  @Test func theSame() throws {
    #expect(
      try differences(
        """
        - {conv: 4, kernel: 2, name: conv}
        - relu
        - {fc: 6, name: first}
        - elu
        - {fc: 3, name: second}
        """) == [])
  }

  @Test func otherActivationsAndPooling() throws {
    #expect(
      try differences(
        """
        - {conv: 4, kernel: 2, name: conv}
        - {tanh: }
        - {fc: 6, name: first}
        - {elu: , alpha: 0.5}
        - {fc: 3, name: second}
        - relu
        """) == [
          "conv activation: relu | tanh", "first activation: elu | elu (alpha 0.5)", "second activation:  | relu",
        ])
  }

  @Test func otherWindows() throws {
    func network(_ layers: String) throws -> Network {
      try ModelFile.network(
        SourceText(
          name: "n", text: "title: t\npaper: p\nreference: r\ninput: [4, 8, 8]\nlayers:\n" + layers), name: "n")
    }
    let stored = try network(
      "- {conv: 4, kernel: 3, pad: 1, name: a}\n- {maxpool: 2}\n- {conv: 4, kernel: 3, stride: 2, pad: same, name: b}\n"
        + "- global_avgpool\n- {fc: 2, name: c}")
    let own = try network(
      "- {conv: 4, kernel: 3, pad: 2, dilation: 2, name: a}\n- {avgpool: 2}\n- {conv: 4, kernel: 3, pad: [[0, 1], [0, 1]], "
        + "name: b}\n- {adaptive_avgpool: 1}\n- {fc: 2, name: c}")
    let tensors = stored.layers.flatMap { layer in
      layer.parameters.compactMap { parameter in
        WeightTensor.Part(rawValue: parameter.name).map {
          WeightTensor(
            path: "\(layer.name).\(parameter.name)", layer: layer.name, part: $0, shape: parameter.shape,
            type: .float32,
            isBigEndian: false, storage: "contiguous", place: .file(offset: 0))
        }
      }
    }
    let file = WeightFile("w", format: .kerasModel, tensors: tensors, sources: [MemorySource([])])
    let differences = ConfigurationDifference.all(
      between: stored, and: own, by: Mapping(of: file, onto: own))
    #expect(
      differences.map { "\($0.layer) \($0.what): \($0.stored) | \($0.own)" } == [
        "a dilation: 1×1 | 2×2", "a padding: 1+1, 1+1 | 2+2, 2+2",
        "a pooling: max_pool 2×2 every 2×2 | avg_pool 2×2 every 2×2", "b stride: 2×2 | 1×1",
      ])
  }
}
