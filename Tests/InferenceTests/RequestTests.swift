import Testing
import Weights

@testable import Inference

/// What the executor is asked for, and what it refuses.
@Suite struct RequestTests {
  private let weights = SlotSource.generator(Generator(seed: 0, scheme: .zeros))

  @Test func keptLayersComeInTheirOrder() throws {
    let network = try network(
      "{input: [1, 2, 2], layers: [{conv: 1, kernel: 2, name: c}, {relu: , name: r}, {fc: 2, name: f}]}")
    let executor = try Executor(network, weights: weights, options: Executor.Options(keeps: .layers(["r", "c"])))
    let activations = try executor.run([1, 2, 3, 4])
    #expect(activations.all.map(\.layer) == ["c", "r"])
    #expect(activations["r"]?.values == [0])
    #expect(activations["f"] == nil)
  }

  @Test func aNetworkRunsAgain() throws {
    let network = try network("{input: [2], layers: [relu, {add: [[], input]}]}")
    let executor = try Executor(network, weights: weights)
    #expect(try executor.run([1, -1]).all.map(\.values) == [[2, -1]])
    #expect(try executor.run([-3, 4]).all.map(\.values) == [[-3, 8]])
  }

  @Test func wrongInputsAreRefused() throws {
    let executor = try Executor(try network("{input: [1, 2, 2], layers: [relu]}"), weights: weights)
    #expect(throws: InferenceError("test takes 1 × 1×2×2 numbers, and 3 arrive")) { try executor.run([1, 2, 3]) }
  }
}
