import Analysis
import Architecture
import TestSupport
import Testing
import Weights

@testable import Inference

/// What a unit sees, measured and in theory.
@Suite struct FieldExperimentTests {
  private func measure(_ layers: String, unit: [Int], size: Int = 24) throws -> (FieldExperiment, UnitField) {
    let net = try network("{input: [2, \(size), \(size)], layers: [\(layers)]}")
    let last = net.layers.count - 1
    let input = (0..<net.input.count).map { Float($0 * 7919 % 101) / 50 - 1 }
    let experiment = try FieldExperiment(
      of: unit, layer: last, in: net, weights: .generator(Generator(seed: 1, scheme: .he)), input: input)
    return (experiment, UnitField(of: unit, layer: last, in: net))
  }

  @Test(
    "The rectangle is the theory's",
    arguments: [
      ("{conv: 4, kernel: 3}", [5, 6]),
      ("{conv: 4, kernel: 3, pad: 1, stride: 2}, relu, {conv: 4, kernel: 3, pad: 1}", [0, 11]),
      ("{conv: 4, kernel: 3, dilation: 2}, tanh, {maxpool: 2}", [9, 0]),
      ("{conv: 4, kernel: 3}, {fc: 5}", [0, 0]),
    ] as [(String, [Int])])
  func asInTheory(layers: String, unit: [Int]) throws {
    let (experiment, theory) = try measure(layers, unit: unit)
    #expect(experiment.block == 1)
    #expect(experiment.rectangle == theory.rectangle)
  }

  @Test("Pixels between the cells of a dilated kernel change nothing") func holes() throws {
    let (experiment, theory) = try measure("{conv: 4, kernel: 3, dilation: 3}", unit: [2, 2], size: 12)
    for row in 0..<12 {
      for column in 0..<12 {
        let isSeen = theory.axes[0].contains { $0.contains(row) } && theory.axes[1].contains { $0.contains(column) }
        #expect(experiment.blocks[row][column] == isSeen)
      }
    }
  }

  @Test("A large picture is changed in blocks, and the edges are exact all the same") func blocks() throws {
    let (experiment, theory) = try measure("{conv: 2, kernel: 9, stride: 2}", unit: [20, 3], size: 100)
    #expect(experiment.block == 2)
    #expect(experiment.rectangle == theory.rectangle)
  }

  @Test("Weights of zero see nothing") func nothing() throws {
    let net = try network("{input: [1, 6, 6], layers: [{conv: 1, kernel: 3}]}")
    let experiment = try FieldExperiment(
      of: [1, 1], layer: 1, in: net, weights: .generator(Generator(seed: 0, scheme: .zeros)),
      input: Array(repeating: 1, count: 36))
    #expect(experiment.rectangle == nil)
    #expect(experiment.blocks.allSatisfy { !$0.contains(true) })
  }

  @Test("What reads no picture is refused") func noPicture() throws {
    for (input, text) in [("[4]", "4"), ("[2, 4]", "2×4")] {
      let net = try network("{input: \(input), layers: [relu]}")
      #expect(throws: InferenceError("the network reads \(text), which is no picture")) {
        try FieldExperiment(
          of: [0, 0], layer: 1, in: net, weights: .generator(Generator(seed: 0, scheme: .zeros)),
          input: Array(repeating: 1, count: net.input.count))
      }
    }
  }
}
