import Architecture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ElementwiseFunction.Function {
  /// The function of a number.
  var evaluate: @Sendable (Double) -> Double {
    switch self {
    case .sqrt: { $0.squareRoot() }
    case .exp: exponential
    case .log: logarithm
    case .abs: { $0.magnitude }
    case .reciprocal: { 1 / $0 }
    case .erf: errorFunction
    case .softsign: { $0 / (1 + $0.magnitude) }
    case .sign: { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }
    case .floor: { $0.rounded(.down) }
    case .ceil: { $0.rounded(.up) }
    case .round: { $0.rounded(.toNearestOrEven) }
    case .sin: sine
    case .cos: cosine
    case .tan: tangent
    case .asin: arcSine
    case .acos: arcCosine
    case .atan: arcTangent
    case .sinh: hyperbolicSine
    case .cosh: hyperbolicCosine
    case .asinh: areaSine
    case .acosh: areaCosine
    case .atanh: areaTangent
    }
  }

  /// The function's derivative at a number; 0 where it steps, and of the magnitude at 0.
  var derivative: @Sendable (Double) -> Double {
    switch self {
    case .sqrt: { 0.5 / $0.squareRoot() }
    case .exp: exponential
    case .log: { 1 / $0 }
    case .abs: { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    case .reciprocal: { -1 / ($0 * $0) }
    case .erf: { 2 / Double.pi.squareRoot() * exponential(-$0 * $0) }
    case .softsign: { 1 / ((1 + $0.magnitude) * (1 + $0.magnitude)) }
    case .sign, .floor, .ceil, .round: { _ in 0 }
    case .sin: cosine
    case .cos: { -sine($0) }
    case .tan: { 1 / (cosine($0) * cosine($0)) }
    case .asin: { 1 / (1 - $0 * $0).squareRoot() }
    case .acos: { -1 / (1 - $0 * $0).squareRoot() }
    case .atan: { 1 / (1 + $0 * $0) }
    case .sinh: hyperbolicCosine
    case .cosh: hyperbolicSine
    case .asinh: { 1 / ($0 * $0 + 1).squareRoot() }
    case .acosh: { 1 / ($0 * $0 - 1).squareRoot() }
    case .atanh: { 1 / (1 - $0 * $0) }
    }
  }
}

// The C library's, under other names than the cases'.

@Sendable private func exponential(_ x: Double) -> Double { exp(x) }
@Sendable private func logarithm(_ x: Double) -> Double { log(x) }
@Sendable private func errorFunction(_ x: Double) -> Double { erf(x) }
@Sendable private func sine(_ x: Double) -> Double { sin(x) }
@Sendable private func cosine(_ x: Double) -> Double { cos(x) }
@Sendable private func tangent(_ x: Double) -> Double { tan(x) }
@Sendable private func arcSine(_ x: Double) -> Double { asin(x) }
@Sendable private func arcCosine(_ x: Double) -> Double { acos(x) }
@Sendable private func arcTangent(_ x: Double) -> Double { atan(x) }
@Sendable private func hyperbolicSine(_ x: Double) -> Double { sinh(x) }
@Sendable private func hyperbolicCosine(_ x: Double) -> Double { cosh(x) }
@Sendable private func areaSine(_ x: Double) -> Double { asinh(x) }
@Sendable private func areaCosine(_ x: Double) -> Double { acosh(x) }
@Sendable private func areaTangent(_ x: Double) -> Double { atanh(x) }
