import Analysis
import Testing

@testable import Pages

/// The guide's trained LeNet against what PyTorch computes with the same weights in double precision.
@Suite struct DigitTests {
  @Test func theMistakesAreThoseOfPyTorch() {
    let results = DigitResults.heldOut
    #expect(results.count == 597)
    let recorded = [
      (10, 8, 5), (53, 8, 3), (212, 9, 5), (295, 1, 9), (322, 1, 2), (373, 0, 4), (382, 9, 5), (411, 4, 9), (458, 9, 3),
      (460, 4, 9), (462, 9, 5), (466, 8, 7), (468, 1, 8), (526, 3, 8), (527, 3, 2), (529, 3, 5), (565, 3, 5),
    ]
    #expect(results.mistakes == recorded.map { DigitResults.Mistake(index: $0.0, digit: $0.1, answer: $0.2) })
    #expect(results.rightBefore == 196)
    #expect(results.nearest.map(\.numbers) == [1024, 1176, 400, 120, 84])
    // NumPy, with the mean of a digit's own class counted without it.
    #expect(results.nearest.map(\.right) == [538, 530, 539, 565, 577])
  }

  @Test func aDigitIsEnlargedBilinearly() {
    var values = [Double](repeating: 0, count: 64)
    values[0] = 16
    let input = DigitSet.input(Correlation.Plane(height: 8, width: 8, values: values))
    #expect(input.height == 32 && input.width == 32)
    // Behind the padding of two; the first pixels lie before the first centre, the fourth 3.5·8/28 − 0.5 = 0.5 behind it.
    #expect(input[1, 1] == 0 && input[2, 2] == 1 && input[3, 3] == 1)
    #expect(input[5, 2] == 0.5 && input[5, 5] == 0.25)
  }

  @Test func everyDigitIsThere() {
    let digits = DigitSet.heldOut
    #expect(digits.images.count == digits.classes.count && Set(digits.classes) == Set(0..<10))
    #expect(digits.images.allSatisfy { $0.values.allSatisfy { (0...16).contains($0) } })
    #expect(digits.kernelsBefore.count == 6)
  }
}
