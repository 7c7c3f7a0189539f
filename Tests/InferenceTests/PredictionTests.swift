import TestSupport
import Testing
import Weights

@testable import Inference

/// From outputs to classes.
@Suite struct PredictionTests {
  private func best(_ output: [Float], _ layers: String, count: Int = 3) throws -> [Prediction.Candidate] {
    try Prediction(output, of: try network("{input: [3], layers: [\(layers)]}"), count: count).best
  }

  @Test("Scores become probabilities, also large ones") func scores() throws {
    let best = try best([1000, 1001, 999], "{fc: 3}")
    #expect(best.map(\.index) == [1, 0, 2])
    // 1/(1 + e⁻¹ + e⁻²)
    #expect(abs(best[0].value - 0.6652409557748219) < 1e-12)
    #expect(abs(best.reduce(0) { $0 + $1.value } - 1) < 1e-12)
  }

  @Test func probabilitiesStayAsTheyAre() throws {
    #expect(try best([0.25, 0.75, 0], "{fc: 3}, softmax", count: 2).map(\.value) == [0.75, 0.25])
  }

  @Test("Of distances the smallest wins") func distances() throws {
    let prediction = try Prediction(
      [5, 0.5, 7] as [Float], of: try network("{input: [3], layers: [{rbf: 3}]}"), count: 9)
    #expect(prediction.measure == .distance)
    #expect(prediction.best.map(\.index) == [1, 0, 2])
  }

  @Test func equalOnesStandInTheirOrder() throws {
    #expect(try best([1, 1, 1], "{fc: 3}").map(\.index) == [0, 1, 2])
  }

  @Test(arguments: [Float.nan, .infinity]) func whatIsNoNumber(number: Float) {
    #expect(throws: InferenceError.self) { try best([1, number, 2], "{fc: 3}") }
  }
}
