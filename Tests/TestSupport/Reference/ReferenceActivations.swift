import Architecture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ReferenceKind {
  static let relu = ReferenceKind(ReLU.self, each: { _, x in x.isNaN ? x : max(x, 0) })
  static let tanh = ReferenceKind(Tanh.self, each: { kind, x in kind.amplitude * hyperbolicTangent(kind.slope * x) })
  static let sigmoid = ReferenceKind(Sigmoid.self, each: { _, x in 1 / (1 + exp(-x)) })
  static let dropout = ReferenceKind(Dropout.self, each: { _, x in x })
  static let silu = ReferenceKind(SiLU.self, each: { _, x in x / (1 + exp(-x)) })
  static let mish = ReferenceKind(Mish.self, each: { _, x in x * hyperbolicTangent(logOfOnePlusExp(x)) })
  static let hardSwish = ReferenceKind(HardSwish.self, each: { _, x in x * min(max(x + 3, 0), 6) / 6 })
  static let hardSigmoid = ReferenceKind(
    HardSigmoid.self, each: { kind, x in min(max(kind.alpha * x + kind.beta, 0), 1) })
  static let gelu = ReferenceKind(
    GELU.self,
    each: { kind, x in
      switch kind.approximation {
      case .none: x / 2 * (1 + erf(x / 2.0.squareRoot()))
      case .tanh: x / 2 * (1 + hyperbolicTangent((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
      }
    })
  static let relu6 = ReferenceKind(ReLU6.self, each: { _, x in min(max(x, 0), 6) })
  static let clip = ReferenceKind(
    Clip.self, each: { kind, x in min(max(x, kind.minimum ?? -.infinity), kind.maximum ?? .infinity) })
  static let leakyReLU = ReferenceKind(LeakyReLU.self, each: { kind, x in x < 0 ? kind.slope * x : x })
  static let elu = ReferenceKind(ELU.self, each: { kind, x in x < 0 ? kind.alpha * (exp(x) - 1) : x })
  static let softplus = ReferenceKind(Softplus.self, each: { kind, x in logOfOnePlusExp(kind.beta * x) / kind.beta })
  static let power = ReferenceKind(Power.self, each: { kind, x in pow(x, kind.exponent) })
  static let function = ReferenceKind(ElementwiseFunction.self) { kind, _ in
    let function: (Double) -> Double =
      switch kind.function {
      case .sqrt: sqrt
      case .exp: exp
      case .log: log
      case .abs: fabs
      case .reciprocal: { pow($0, -1) }
      case .erf: erf
      case .softsign: { $0 / (1 + fabs($0)) }
      case .sign: { $0 == 0 ? 0 : copysign(1, $0) }
      case .floor: floor
      case .ceil: ceil
      case .round: rint
      case .sin: sin
      case .cos: cos
      case .tan: tan
      case .asin: asin
      case .acos: acos
      case .atan: atan
      case .sinh: sinh
      case .cosh: cosh
      case .asinh: asinh
      case .acosh: acosh
      case .atanh: atanh
      }
    return { inputs in inputs[0].map(function) }
  }
  static let prelu = ReferenceKind(PReLU.self) { _, layer in
    let slopes = layer.parameter("weight")
    return { inputs in
      var output = inputs[0]
      for cell in output.values.indices where output.values[cell] < 0 {
        output.values[cell] *= slopes.count == 1 ? slopes[0] : slopes[cell / output.area]
      }
      return output
    }
  }
}

/// The C library's, under another name than the kind's.
private func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }

/// ln(1 + exp(x)) without overflow.
private func logOfOnePlusExp(_ x: Double) -> Double { max(x, 0) + log(1 + exp(-abs(x))) }
