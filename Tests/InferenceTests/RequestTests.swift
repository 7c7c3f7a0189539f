import TestSupport
import Testing
import Weights

@testable import Inference

/// What the executor is asked for, and what it refuses.
@Suite struct RequestTests {
  private let weights = ParameterSource.generator(Generator(seed: 0, scheme: .zeros))

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
    #expect(throws: InferenceError("sample takes 1 × 1×2×2 numbers, and 3 arrive")) { try executor.run([1, 2, 3]) }
  }

  @Test func impossibleBatchesAreRefused() throws {
    let network = try network("{input: [3, 100, 100], layers: [{conv: 64, kernel: 3, pad: 1}]}")
    func error(_ batch: Int) -> InferenceError? {
      #expect(throws: InferenceError.self) {
        try Executor(network, weights: weights, options: Executor.Options(batch: batch))
      }
    }
    for batch in [0, -1] {
      #expect(error(batch)?.message == "sample: a batch of \(batch) is impossible: it is at least 1")
    }
    for batch in [1 << 20, Int.max] {
      #expect(
        error(batch)?.message == "sample: a batch of \(batch) is too large: conv_1 alone would have "
          + "\(batch) × 64×100×100 numbers, and 2^31 are possible")
    }
  }

  /// 2³¹ − 1 numbers of a layer are possible, in whatever memory.
  @Test func theLargestBatch() throws {
    let network = try network("{input: [1], layers: [{relu: , name: r}]}")
    func message(_ batch: Int) -> String? {
      do throws(InferenceError) {
        try Budget(of: network, batch: batch, kept: []).check("sample")
        return nil
      } catch { return error.message }
    }
    #expect(message(1) == nil)
    #expect(message(Int(Int32.max))?.contains("2^31") != true)
    #expect(
      message(1 << 31)
        == "sample: a batch of 2147483648 is too large: input alone would have 2147483648 × 1 numbers, and 2^31 are possible"
    )
  }

  @Test func moreMemoryThanThereIsIsRefused() throws {
    let network = try network("{input: [1000000], layers: [{fc: 1000000}]}")
    let error = #expect(throws: InferenceError.self) { try Executor(network, weights: weights) }
    #expect(error?.reason == .memory)
    #expect(error?.message.hasPrefix("sample: to run a batch of 1 takes 4000") == true, "\(error?.message ?? "")")
  }

  @Test func missingWeightsAreNamed() throws {
    let network = try network("{input: [2], layers: [{fc: 1, name: a}, {fc: 1, name: b}]}")
    let error = InferenceError("sample: the weights have no b/weight, b/bias (2 of 4 tensors are missing)")
    #expect(throws: error) { try Executor(network, weights: .numbers(["a/weight": [1, 1], "a/bias": [0]])) }
  }

  @Test func unknownLayersAreNamed() throws {
    let network = try network("{input: [2], layers: [{relu: , name: first}]}")
    let options = Executor.Options(keeps: .layers(["frist"]))
    #expect(throws: InferenceError("sample has no layer 'frist', did you mean 'first'?")) {
      try Executor(network, weights: weights, options: options)
    }
  }

  @Test func weightsThatAreNoNumbersRun() throws {
    let network = try network("{input: [2], layers: [{fc: 2, name: a, bias: false}, {fc: 1, name: b, bias: false}]}")
    let numbers: [String: [Float]] = ["a/weight": [.nan, 1, 1, 1], "b/weight": [1, 1]]
    let values = try Executor(network, weights: .numbers(numbers)).run([1, 1]).all[0].values
    #expect(values.count == 1 && values[0].isNaN)
  }
}
