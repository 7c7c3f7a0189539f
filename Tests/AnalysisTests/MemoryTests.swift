import Analysis
import Architecture
import TestSupport
import Testing

/// What has to be in memory at once, and where it is most.
@Suite struct MemoryTests {
  @Test func alexNetIsFullestAtItsFirstNormalization() throws {
    let profile = try zooProfile("alexnet")
    // conv1's output, normalized into a second one: 2 · 96·55·55 numbers of 4 bytes
    #expect(profile.memory.peak == 2 * 96 * 55 * 55 * 4)
    #expect(profile.memory.peak.inMillions == 2.32)
    #expect(profile.peakLayer.name == "norm1")
  }

  @Test func outputsAreFreedAfterTheirLastReader() throws {
    let memory = try memory("{input: [4], layers: [{fc: 10}, {fc: 20}, {fc: 5}]}", .inference)
    #expect(memory.activations == [16, 40, 80, 20])
    #expect(memory.total == 140)
    #expect(memory.peak == 120)
    #expect(memory.peakLayer == 2)
  }

  @Test func skippedConnectionKeepsItsSource() throws {
    let memory = try memory(
      """
      input: [1]
      layers:
      - {fc: 10, name: start}
      - {fc: 10}
      - {fc: 10}
      - add: [start, [{fc: 10}]]
      """, .inference)
    // start, the last branch, and their sum
    #expect(memory.peak == 120)
    #expect(memory.peakLayer == 3)
  }

  @Test func resultsStayToTheEnd() throws {
    let memory = try memory(
      """
      input: [1]
      layers:
      - {fc: 100, name: first}
      - {fc: 10, from: input}
      - {fc: 20}
      """, .inference)
    #expect(memory.peak == (100 + 10 + 20) * 4)
    #expect(memory.peakLayer == 3)
  }

  @Test func trainingKeepsEveryOutputAndItsGradient() throws {
    let memory = try memory("{input: [4], layers: [{fc: 10}, {fc: 20}]}", .training)
    // backward through the last layer: all three outputs, the gradients of both layers'
    #expect(memory.peak == (4 + 10 + 20 + 20 + 10) * 4)
    #expect(memory.peakLayer == 2)
  }

  @Test(arguments: Mode.allCases)
  func activationsInPlaceTakeNothing(_ mode: Mode) throws {
    let memory = try memory(
      "{input: [1, 4, 4], layers: [{conv: 2, kernel: 1}, relu, dropout, flatten, {fc: 2}]}", mode)
    // In training dropout may not overwrite what the ReLU's backward step needs.
    #expect(memory.activations == [64, 128, 0, mode == .training ? 128 : 0, 0, 8])
  }

  @Test func whatNoBackwardStepNeedsIsFreed() throws {
    // The sum needs neither of its branches, and the ReLU only its own output, which lies where the sum was.
    let layers =
      "{input: [1, 2, 2], layers: [{conv: 4, kernel: 1, name: a}, {add: [a, [{conv: 4, kernel: 1}]]}, relu, {fc: 1}]}"
    let memory = try memory(layers, .training)
    // Forward through the sum: the image, a, the branch, the sum.
    #expect(memory.timeline[3] == 52 * 4)
    // Forward through fc: the image, a (which the branch's backward step needs), the ReLU's output, the score.
    #expect(memory.timeline[5] == 37 * 4)
    // Backward through fc: beside them the gradients of the score and of the ReLU's output.
    #expect(memory.timeline[6] == 54 * 4)
    #expect(memory.peak == memory.timeline[8])
    // Backward through the sum: the image and a; the gradients of the sum, of the branch and of a.
    #expect(memory.peak == 68 * 4)
    #expect(memory.peakGradients == 48 * 4)
  }

  @Test func indicesAndMasksTakeTheirOwn() throws {
    let memory = try memory(
      "{input: [1, 4, 4], layers: [{conv: 1, kernel: 1}, {maxpool: 2}, dropout, {fc: 1}]}", .training)
    // The image, 16 of conv until the pooling has read it, 4 pooled with their indices; dropout writes over them, with a mask.
    #expect(memory.timeline.prefix(5) == [64, 128, 160, 100, 104])
  }

  @Test func nothingIsKeptBeforeTheFirstParameter() throws {
    let memory = try memory("{input: [1, 4, 4], layers: [tanh, {avgpool: 2}, {fc: 1}]}", .training)
    // tanh's output goes when it is pooled; fc needs the four averages, and no gradient goes further back.
    #expect(memory.timeline == [64, 128, 80, 20, 24, 0, 0, 0])
  }

  /// Each kind's, so that none is forgotten: from the derivatives in `Inference/Gradients/Rules`.
  @Test func everyKindSaysWhatItsBackwardStepNeeds() throws {
    let linear = [
      "avg_pool", "adaptive_avg_pool", "global_avg_pool", "mean", "flatten", "reshape", "transpose", "slice",
      "shuffle", "pad", "resize", "concat", "add",
    ]
    let output = ["relu", "relu6", "leaky_relu", "elu", "tanh", "sigmoid", "hard_sigmoid", "softmax"]
    let indices = ["max_pool", "global_max_pool", "max"]
    let kinds = try [classicalKinds, laterKinds].flatMap { try network($0).body.map(\.kind) }
    #expect(Set(kinds.map(\.name)) == Set(LayerKinds.all.map { $0.name }))
    for kind in kinds {
      let name = kind.name
      let kept: Kept =
        linear.contains(name)
        ? .nothing
        : output.contains(name) ? .output : indices.contains(name) ? .indices : name == "dropout" ? .mask : .inputs
      #expect(kind.kept == kept, "\(name)")
    }
  }

  @Test func nothingOverwritesTheInput() throws {
    #expect(try memory("{input: [4], layers: [relu, {fc: 2}]}", .inference).activations == [16, 16, 8])
  }

  @Test func nothingOverwritesWhatAnotherLayerReads() throws {
    let memory = try memory(
      """
      input: [4]
      layers:
      - {fc: 4, name: shared}
      - add: [[relu], [{fc: 4}]]
      """, .inference)
    #expect(memory.activations == [16, 16, 16, 16, 16])
  }

  @Test func tanhSigmoidAndNormalizationTakeTheirOwn() throws {
    let memory = try memory(
      "{input: [2, 2, 2], layers: [{conv: 2, kernel: 1}, tanh, sigmoid, batchnorm, lrn]}", .inference)
    #expect(memory.activations == [32, 32, 32, 32, 32, 32])
  }

  @Test func batchAndDataTypeScaleEverything() throws {
    // Indices and masks of training have bytes of their own.
    let network = try zoo("googlenet").network(for: .inference)
    let one = Memory(of: network, batch: 1, dataType: .int8)
    for type in DataType.allCases {
      let many = Memory(of: network, batch: 5, dataType: type)
      #expect(many.peak == 5 * type.bytes * one.peak)
      #expect(many.total == 5 * type.bytes * one.total)
      #expect(many.peakLayer == one.peakLayer)
    }
  }

  @Test(arguments: Mode.allCases)
  func peakIsThatOfASimulation(_ mode: Mode) {
    for seed in 0..<300 {
      var maker = RandomWiring(seed: seed)
      guard let network = try? network(maker.text()).network(for: mode) else {
        Issue.record("seed \(seed) does not fit")
        continue
      }
      let memory = Memory(of: network, batch: 1, dataType: .float32)
      let simulation = LivenessSimulation(network, bytesPerElement: 4)
      #expect(memory.peak == simulation.peak, "seed \(seed)")
      #expect(memory.peakLayer == simulation.peakLayer, "seed \(seed)")
    }
  }

  @Test(arguments: familyNames, Mode.allCases)
  func peakOfTheZooIsThatOfASimulation(_ name: String, _ mode: Mode) throws {
    let network = try zoo(name).network(for: mode)
    let memory = Memory(of: network, batch: 1, dataType: .float32)
    let simulation = LivenessSimulation(network, bytesPerElement: 4)
    #expect(memory.peak == simulation.peak)
    #expect(memory.peakLayer == simulation.peakLayer)
  }

  private func memory(_ yaml: String, _ mode: Mode) throws -> Memory {
    Memory(of: try network(yaml).network(for: mode), batch: 1, dataType: .float32)
  }
}
