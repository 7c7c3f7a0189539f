/// A function of the C library, in double precision.
struct NumberFunction: VectorFunction {
  private let function: @Sendable (Double) -> Double

  init(_ function: @escaping @Sendable (Double) -> Double) { self.function = function }

  func callAsFunction(_ x: SIMD8<Float>) -> SIMD8<Float> {
    var result = x
    for lane in x.indices { result[lane] = Float(function(Double(x[lane]))) }
    return result
  }
}
