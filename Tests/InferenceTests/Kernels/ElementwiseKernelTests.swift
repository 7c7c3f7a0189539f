import Foundation
import Testing

@testable import Inference

@Suite struct ElementwiseKernelTests {
  @Test(arguments: [1, 7, 8, 4099]) func hardSigmoid(_ count: Int) throws {
    var trial = try KernelTrial()
    let x = trial.add(count, in: -5...5)
    let kernel = ElementwiseKernel(HardSigmoidFunction(slope: 0.2, shift: 0.5), count: count, trial.engine)
    let expected = x.map { min(max(0.2 * $0 + 0.5, 0), 1) }
    for isInPlace in [false, true] {
      #expect(try trial.difference(kernel, expected, isInPlace: isInPlace) < 1e-6)
    }
  }

  @Test(arguments: [0.5, 1, 3] as [Float]) func softplus(_ beta: Float) throws {
    var trial = try KernelTrial()
    let x = trial.add(1001, in: -40...40)
    let expected = x.map { log(1 + exp(Double(beta) * $0)) / Double(beta) }
    let kernel = ElementwiseKernel(SoftplusFunction(beta: beta), count: 1001, trial.engine)
    #expect(try trial.difference(kernel, expected) < 1e-6)
  }

  /// What is no number stays none, and what overflows an exponential does not overflow the result.
  @Test func limits() {
    let numbers = SIMD8<Float>(.nan, 1e30, -1e30, .infinity, -.infinity, 0, 0, 0)
    let hard = HardSigmoidFunction(slope: 1, shift: 0)(numbers)
    #expect(hard[0].isNaN && (1..<5).map { hard[$0] } == [1, 0, 1, 0])
    let soft = SoftplusFunction(beta: 1)(numbers)
    #expect(soft[0].isNaN && (1..<5).map { soft[$0] } == [1e30, 0, .infinity, 0])
  }
}
