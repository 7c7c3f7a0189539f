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
    #expect(memory.activations == [64, 128, 0, 0, 0, 8])
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
    let network = try zoo("googlenet")
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

  @Test(arguments: zooNames, Mode.allCases)
  func peakOfTheZooIsThatOfASimulation(_ name: String, _ mode: Mode) throws {
    let network = try zoo(name).network(for: mode)
    let memory = Memory(of: network, batch: 2, dataType: .float16)
    let simulation = LivenessSimulation(network, bytesPerElement: 4)
    #expect(memory.peak == simulation.peak)
    #expect(memory.peakLayer == simulation.peakLayer)
  }

  private func memory(_ yaml: String, _ mode: Mode) throws -> Memory {
    Memory(of: try network(yaml).network(for: mode), batch: 1, dataType: .float32)
  }
}
