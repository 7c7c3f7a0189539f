#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// ln(1 + exp(β·x))/β, computed as max(x, 0) + ln(1 + exp(−|β·x|))/β, which does not overflow.
struct SoftplusFunction: VectorFunction {
  let beta: Float

  func callAsFunction(_ x: SIMD8<Float>) -> SIMD8<Float> {
    var result = x
    for lane in x.indices {
      let scaled = Double(beta) * Double(x[lane])
      result[lane] = Float((max(scaled, 0) + log1p(exp(-abs(scaled)))) / Double(beta))
    }
    return result
  }
}
