import Architecture
import TestSupport
import Testing
import Weights

@testable import Inference

/// What the gradient is where a function has none or several: PyTorch's choice, unless said.
@Suite struct GradientConventionTests {
  /// The gradient of the sum of all outputs.
  private func gradient(_ layers: String, input: String, _ numbers: [Float]) throws -> [Float] {
    let network = try network("{input: \(input), layers: [\(layers)]}")
    let run = try GradientRun(network, weights: .generator(Generator(seed: 0, scheme: .he)))
    let gradients = try run.run(numbers, of: Objective(network.layers[network.layers.count - 1].name))
    return try #require(gradients.layers["input"]).values
  }

  @Test(
    arguments: [
      ("relu", [-1, 0, 1], [0, 0, 1]), ("relu6", [0, 3, 6], [0, 1, 0]), ("leaky_relu", [-1, 0, 1], [0.01, 0.01, 1]),
      ("{clip: , min: 0, max: 6}", [0, 3, 6], [1, 1, 1]), ("{clip: , min: 0, max: 6}", [-1, 7, 2], [0, 0, 1]),
      ("{elu: 2}", [0, 1, 2], [2, 1, 1]), ("hard_swish", [-3, 3, 4], [0, 1, 1]),
      ("hard_sigmoid", [-3, 3, 0], [0, 0, 1.0 / 6]), ("{function: abs}", [-2, 0, 2], [-1, 0, 1]),
      ("{function: sign}", [-2, 0, 2], [0, 0, 0]), ("{function: round}", [0.5, 1.5, 2], [0, 0, 0]),
      ("{power: 0}", [0, 1, 2], [0, 0, 0]), ("{raise: [[], [{affine: , scale: 0}]]}", [0, 1, 2], [0, 0, 0]),
    ] as [(String, [Float], [Float])])
  func corners(_ layer: String, _ input: [Float], _ expected: [Float]) throws {
    #expect(try gradient(layer, input: "[3]", input) == expected, "\(layer)")
  }

  /// The first of several largest, in row-major order; padding never.
  @Test func tiesOfMaximumPooling() throws {
    #expect(try gradient("{maxpool: 2}", input: "[1, 2, 4]", [5, 5, 1, 2, 5, 5, 2, 2]) == [1, 0, 0, 1, 0, 0, 0, 0])
    #expect(try gradient("{maxpool: 2, pad: 1}", input: "[1, 2, 2]", [-1, -1, -1, -1]) == [1, 1, 1, 1])
    #expect(try gradient("global_maxpool", input: "[2, 1, 2]", [3, 3, 1, 2]) == [1, 0, 0, 1])
    #expect(try gradient("{max: [0]}", input: "[3, 2]", [7, 1, 7, 4, 2, 4]) == [1, 0, 0, 1, 0, 0])
    #expect(try gradient("{maximum: [[], [{affine: , scale: 2}]]}", input: "[3]", [0, 1, -1]) == [1, 2, 1])
    #expect(try gradient("{minimum: [[], [{affine: , scale: 2}]]}", input: "[3]", [0, 1, -1]) == [1, 1, 2])
  }

  /// Below ε the length counts as ε, and is constant.
  @Test func shortVectors() throws {
    let layer = "{l2norm: , epsilon: 0.5}"
    #expect(try gradient(layer, input: "[2]", [0.1, 0.2]) == [2, 2])
    #expect(try gradient(layer, input: "[2]", [0, 0]) == [2, 2])
    let long = try gradient(layer, input: "[2]", [3, 4])
    // (1 − y₁·(y₁ + y₂))/5 with y = (0.6, 0.8).
    #expect(abs(long[0] - 0.032) < 1e-7 && abs(long[1] + 0.024) < 1e-7)
  }

  @Test func crossEntropyOfScoresIsThatOfTheirSoftmax() throws {
    let network = try network("{input: [3], layers: [{tanh: , name: scores}, {softmax: , name: prob}]}")
    let run = try GradientRun(
      network, weights: .generator(Generator(seed: 0, scheme: .he)), options: .init(batch: 2, layers: .all))
    let input: [Float] = [1, 0, -1, 0.5, 0.5, 0.5]
    let both = try ["scores", "prob"].map { layer in
      try run.run(input, of: Objective([.init(layer, .crossEntropy(classes: [2, 0]), weight: 0.3)]))
    }
    #expect(both[0].value == both[1].value)
    #expect(both[0].terms[0] * 0.3 == both[0].value)
    #expect(both[0].layers["input"]?.values == both[1].layers["input"]?.values)
    // Nothing is computed from the softmax.
    #expect(both[1].layers["prob"] == nil)
    let shares = try #require(both[0].activations["prob"]).values
    let gradient = try #require(both[0].layers["scores"]).values
    for (index, share) in shares.enumerated() {
      let expected = 0.3 * (share - ([2, 3].contains(index) ? 1 : 0))
      #expect(abs(gradient[index] - expected) < 1e-6)
    }
  }

  @Test func whatIsNotThereIsNamed() throws {
    let network = try network(
      "{input: [3, 4, 4], layers: [{conv: 2, kernel: 3, name: conv}, {global_avgpool: , name: pool}]}")
    let source = ParameterSource.generator(Generator(seed: 0, scheme: .he))
    let run = try GradientRun(network, weights: source)
    func message(_ objective: Objective) -> String? {
      do {
        _ = try run.run(Array(repeating: 0, count: 48), of: objective)
        return nil
      } catch { return error.message }
    }
    #expect(message(Objective("convv")) == "sample has no layer 'convv', did you mean 'conv'?")
    #expect(message(Objective("conv", channel: 2)) == "conv is 2×2×2: it has no channel 2, only 0 to 1")
    #expect(message(Objective("conv", position: [2, 0])) == "conv is 2×2×2: it has no position 2, only 0 to 1")
    #expect(message(Objective("conv", position: [1])) == "conv is 2×2×2: a position has 2 numbers")
    #expect(
      message(Objective([.init("conv", .crossEntropy(classes: [0]))]))
        == "conv is 2×2×2, and a cross entropy is of a vector of scores")
    #expect(
      message(Objective([.init("pool", .crossEntropy(classes: [0, 1]))])) == "pool: 2 classes are given for 1 inputs")
    #expect(
      message(Objective([.init("pool", .product([1]))])) == "pool: 1 factors are given for 1 × 2×1×1 numbers")
    let error = #expect(throws: InferenceError.self) {
      try GradientRun(network, weights: source, options: .init(layers: .layers(["pol"])))
    }
    #expect(error?.message == "sample has no layer 'pol', did you mean 'pool'?")
  }

  @Test func moreMemoryThanThereIsIsRefused() throws {
    let network = try network("{input: [1000000], layers: [{fc: 1000000}]}")
    let error = #expect(throws: InferenceError.self) { try GradientRun(network, weights: .numbers([:])) }
    #expect(error?.reason == .memory)
    #expect(
      error?.message.hasPrefix("sample: gradients for a batch of 1 take 8000") == true, "\(error?.message ?? "")")
  }
}
