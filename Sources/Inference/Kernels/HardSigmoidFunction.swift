/// min(max(slope·x + shift, 0), 1).
struct HardSigmoidFunction: VectorFunction {
  let slope: Float
  let shift: Float

  @inline(__always)
  func callAsFunction(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let line = slope * x + shift
    return line.replacing(with: 0, where: line .< 0).replacing(with: 1, where: line .> 1)
  }
}
