import Foundation
import Testing

@testable import Inference

@Suite struct HyperbolicTangentTests {
  @Test func withinFourTenMillionthsOfEachNumber() {
    for step in -120_000...120_000 {
      let x = Float(step) / 10_000
      let exact = Foundation.tanh(Double(x))
      let difference = abs(Double(HyperbolicTangent.tanh(SIMD8(repeating: x))[0]) - exact)
      guard difference > 4e-7 * abs(exact) else { continue }
      Issue.record("tanh(\(x)) is \(difference) off")
      return
    }
  }

  @Test func limits() {
    let numbers = SIMD8<Float>(0, 9.1, 40, -40, -.infinity, .infinity, .nan, -0.0)
    let results = HyperbolicTangent.tanh(numbers)
    #expect((0..<6).map { results[$0] } == [0, 1, 1, -1, -1, 1])
    #expect(results[6].isNaN && results[7].sign == .minus)
  }
}
