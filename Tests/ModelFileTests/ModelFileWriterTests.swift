import Architecture
import TestSupport
import Testing

@testable import ModelFile

/// A network written as a model file and read back is the same.
@Suite struct ModelFileWriterTests {
  /// Everything that a layer is, as text.
  private func described(_ network: Network) -> [String] {
    network.layers.map { layer in
      let arguments = layer.kind.attributes.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
      let scope = layer.scope.map { "\($0.name):\($0.kind ?? "-"):\($0.isAuxiliary)" }.joined(separator: ">")
      return
        "\(layer.name) [\(layer.module ?? "-")] \(layer.kind.name) \(arguments) \(layer.inputs) \(layer.shape) in \(scope)"
    } + ["outputs \(network.markedOutputs)"]
  }

  private func readBack(_ network: Network) throws -> Network {
    let text = try ModelFileWriter.text(of: network)
    return try ModelFile.network(SourceText(name: "written.yaml", text: text), name: network.model.name)
  }

  @Test("Every network of the zoo", arguments: familyNames) func everyNetwork(name: String) throws {
    let network = try ModelFileTests.zoo(name)
    let again = try readBack(network)
    #expect(described(again) == described(network))
    let (one, other) = (again.model, network.model)
    #expect([one.title, one.paper, one.reference] == [other.title, other.paper, other.reference])
    #expect(one.deviations == other.deviations)
    #expect("\(one.published)" == "\(other.published)")
    #expect(one.preprocessings == other.preprocessings)
    #expect(one.labels == other.labels)
    #expect(one.names == other.names)
  }

  @Test func randomNetworks() throws {
    for axes in 1...2 {
      for (seed, network) in RandomNetwork.networks(100, axes: axes, hasBranches: true, seed: 1) {
        #expect(described(try readBack(network)) == described(network), "seed \(seed)")
      }
    }
  }

  @Test("Every kind", arguments: RecordedKindsTests.recordings) func everyKind(
    _ recording: RecordedKindsTests.Recording
  ) throws {
    let network = try ModelFileTests.network(recording.text)
    #expect(described(try readBack(network)) == described(network))
  }

  @Test func aFileIsReadable() throws {
    let network = try ModelFileTests.network(
      """
      title: 'a "b": c'
      inputs: {left: [1, 8, 8], right: [1, 8, 8]}
      outputs: block/a
      modules:
        block: {layers: [{conv: 2, kernel: 3, pad: same, name: a}, relu]}
      layers:
      - {block: , name: block}
      - {auxiliary: [{fc: 2, name: fc}], name: helper}
      - {conv: 2, kernel: 3, pad: [[1, 0], [0, 1]], from: right, name: b}
      - {relu: , name: r, module: shared}
      """)
    #expect(
      try ModelFileWriter.text(of: network) == """
        title: "a \\"b\\": c"
        inputs: {left: [1, 8, 8], right: [1, 8, 8]}
        outputs: [block/a]
        layers:
        - group:
          - {conv: 2, kernel: 3, pad: same, name: block/a}
          - {relu: , name: block/relu_a, module: ~}
          called: block
          kind: block
        - auxiliary:
          - {fc: 2, name: helper/fc}
          called: helper
        - {conv: 2, kernel: 3, pad: [[1, 0], [0, 1]], name: b, from: right}
        - {relu: , name: r, module: shared}

        """)
  }

  @Test func whatNoFileHolds() throws {
    var builder = NetworkBuilder(named: "odd")
    let input = try builder.input(Shape(channels: 1, extent: [2, 2]))
    try builder.add(ReLU(), name: "a b", reading: [input])
    let network = try builder.network()
    #expect(throws: UnwritableLayer.name("a b")) { try ModelFileWriter.text(of: network) }
  }
}
