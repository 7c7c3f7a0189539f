import TestSupport
import Testing

@testable import Inference

/// Counts of what came out, and the worst mistakes.
@Suite struct EvaluationTests {
  private func evaluation(_ layers: String = "{fc: 3}", worst: Int = 9) throws -> Evaluation {
    try Evaluation(of: try network("{input: [3], layers: [\(layers)]}"), worst: worst)
  }

  @Test func everyExampleIsCounted() throws {
    var evaluation = try evaluation()
    for (output, truth) in [([3, 1, 0], 0), ([0, 2, 1], 1), ([0, 2, 1], 2), ([9, 0, 0], 2)] as [([Float], Int)] {
      try evaluation.add(output, truth: truth)
    }
    #expect((evaluation.examples, evaluation.right) == (4, 2))
    #expect(evaluation.amongFive == nil)
    #expect(evaluation.classes.map(\.examples) == [1, 1, 2])
    #expect(evaluation.classes.map(\.right) == [1, 1, 0])
    #expect(evaluation.classes.map(\.predicted) == [2, 2, 0])
    #expect(evaluation.classes.map(\.predictions) == [[0: 1], [1: 1], [0: 1, 1: 1]])
    // The right class of the last example is the least likely: e⁻⁹.
    #expect(evaluation.worst.map(\.example) == [3, 2])
    #expect(abs(evaluation.worst[0].truthValue - 1.2337e-4) < 1e-8)
    #expect(evaluation.worst[1].predicted == 1)
  }

  @Test func onlyTheWorstAreKept() throws {
    var evaluation = try evaluation(worst: 2)
    for score in [1, 4, 2, 3] as [Float] { try evaluation.add([score, 0, 0], truth: 1) }
    #expect(evaluation.worst.map(\.example) == [1, 3])
    var none = try self.evaluation(worst: 0)
    try none.add([1, 0, 0], truth: 1)
    #expect(none.worst == [])
  }

  @Test("Of seven classes five are the best five") func bestFive() throws {
    var evaluation = try evaluation("{fc: 7}")
    let output: [Float] = [7, 6, 5, 4, 3, 2, 1]
    for truth in 0..<7 { try evaluation.add(output, truth: truth) }
    #expect((evaluation.right, evaluation.amongFive) == (1, 5))
    #expect(evaluation.classes.map(\.amongFive) == [1, 1, 1, 1, 1, 0, 0])
  }

  @Test("Of distances the smallest wins, and the largest lead is the worst") func distances() throws {
    var evaluation = try evaluation("{rbf: 3}")
    for (output, truth) in [([5, 1, 9], 0), ([8, 1, 9], 0), ([5, 1, 9], 1)] as [([Float], Int)] {
      try evaluation.add(output, truth: truth)
    }
    #expect(evaluation.measure == .distance)
    #expect(evaluation.right == 1)
    #expect(evaluation.worst.map(\.truthValue) == [8, 5])
  }

  @Test func whatTellsNoClassesApart() throws {
    let error = InferenceError("sample: its last layer conv gives 2×2×2, and no classes")
    #expect(throws: error) {
      try Evaluation(of: try network("{input: [1, 3, 3], layers: [{conv: 2, kernel: 2, name: conv}]}"), worst: 1)
    }
    #expect(throws: InferenceError.self) { try evaluation("{fc: 1}") }
    #expect(throws: InferenceError.self) {
      var evaluation = try evaluation()
      try evaluation.add([.nan, 0, 0], truth: 1)
    }
  }

  @Test func batchesThatFitTheMemory() throws {
    let small = try network("{input: [3], layers: [{fc: 3}]}")
    #expect(Executor.batch(for: small, of: 10_000, itemBytes: 12) == 256)
    #expect(Executor.batch(for: small, of: 7, itemBytes: 12) == 7)
    #expect(Executor.batch(for: small, of: 10_000, itemBytes: 64 << 20) == 3)
    #expect(Executor.batch(for: small, of: 10_000, itemBytes: 1 << 40) == 1)
  }
}
