import Architecture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Derivatives of the activations. Where a function has a corner, PyTorch's choice is taken; it is said with each.
extension GradientRule {
  /// 0 at 0.
  static let relu = GradientRule(ReLU.self) { _, x in x > 0 ? 1 : 0 }
  /// 0 at 0 and at 6.
  static let relu6 = GradientRule(ReLU6.self) { _, x in x > 0 && x < 6 ? 1 : 0 }
  /// The slope at 0.
  static let leakyReLU = GradientRule(LeakyReLU.self) { kind, x in x > 0 ? 1 : kind.slope }
  /// 1 at both ends, as PyTorch's `clamp` and unlike ReLU6.
  static let clip = GradientRule(Clip.self) { kind, x in
    x >= kind.minimum ?? -.infinity && x <= kind.maximum ?? .infinity ? 1 : 0
  }
  /// α·exp(x) below 0 and at 0.
  static let elu = GradientRule(ELU.self) { kind, x in x > 0 ? 1 : kind.alpha * exp(x) }
  /// σ(x)·(1 + x·(1 − σ(x))).
  static let silu = GradientRule(SiLU.self) { _, x in logistic(x) * (1 + x * (1 - logistic(x))) }
  /// x/3 + 1/2 between −3 and 3; 0 at −3, 1 at 3.
  static let hardSwish = GradientRule(HardSwish.self) { _, x in x <= -3 ? 0 : x < 3 ? x / 3 + 0.5 : 1 }
  /// t + x·(1 − t²)·σ(x), where t is tanh(ln(1 + exp(x))).
  static let mish = GradientRule(Mish.self) { _, x in
    let t = hyperbolicTangent(max(x, 0) + log1p(exp(-abs(x))))
    return t + x * (1 - t * t) * logistic(x)
  }
  /// Φ(x) + x·φ(x); of the approximation by tanh its own.
  static let gelu = GradientRule(GELU.self) { kind, x in
    switch kind.approximation {
    case .none: return (1 + erf(x / 2.0.squareRoot())) / 2 + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    case .tanh:
      let slope = (2 / Double.pi).squareRoot()
      let t = hyperbolicTangent(slope * (x + 0.044715 * x * x * x))
      return (1 + t) / 2 + x / 2 * (1 - t * t) * slope * (1 + 3 * 0.044715 * x * x)
    }
  }
  /// σ(β·x).
  static let softplus = GradientRule(Softplus.self) { kind, x in logistic(kind.beta * x) }
  /// amplitude·slope·(1 − tanh²(slope·x)).
  static let tanh = GradientRule(Tanh.self) { kind, x in
    let t = hyperbolicTangent(kind.slope * x)
    return kind.amplitude * kind.slope * (1 - t * t)
  }
  /// σ(x)·(1 − σ(x)).
  static let sigmoid = GradientRule(Sigmoid.self) { _, x in logistic(x) * (1 - logistic(x)) }
  /// α between the ends; 0 at both.
  static let hardSigmoid = GradientRule(HardSigmoid.self) { kind, x in
    let y = kind.alpha * x + kind.beta
    return y > 0 && y < 1 ? kind.alpha : 0
  }
  /// 0 where the function steps, and of the magnitude at 0.
  static let function = GradientRule(ElementwiseFunction.self) { kind, pass in
    let derivative = kind.function.derivative
    pass.addEach { derivative(Double(pass.inputs[0][$0])) }
  }
  /// p·x^(p − 1); 0 of the power 0.
  static let power = GradientRule(Power.self) { kind, x in
    kind.exponent == 0 ? 0 : kind.exponent * pow(x, kind.exponent - 1)
  }
  /// Nothing is dropped in inference.
  static let dropout = GradientRule(Dropout.self) { _, _ in 1 }

  /// The slope at 0; ∂slope = Σ x·∂y over what is not above 0.
  static let prelu = GradientRule(PReLU.self) { kind, pass in
    let slopes = try pass.parameter("weight")
    let (channels, area) = (pass.layer.shape.channels, pass.layer.shape.area)
    func slope(_ index: Int) -> Int { kind.isShared ? 0 : index / area % channels }
    pass.addEach { pass.inputs[0][$0] > 0 ? 1 : Double(slopes[slope($0)]) }
    guard let target = pass.parameterTargets["weight"] else { return }
    var sums = Array(repeating: 0.0, count: kind.isShared ? 1 : channels)
    for index in 0..<pass.count where !(pass.inputs[0][index] > 0) {
      sums[slope(index)] += Double(pass.gradient[index]) * Double(pass.inputs[0][index])
    }
    for (index, sum) in sums.enumerated() { target[index] = Float(sum) }
  }

  /// ∂xᵢ = yᵢ·(∂yᵢ − Σⱼ yⱼ·∂yⱼ), along the axis.
  static let softmax = GradientRule(Softmax.self) { kind, pass in
    guard let target = pass.targets[0] else { return }
    pass.forEachLine(along: kind.axis) { places in
      let product = places.reduce(0) { $0 + Double(pass.output[$1]) * Double(pass.gradient[$1]) }
      for place in places {
        target[place] += Float(Double(pass.output[place]) * (Double(pass.gradient[place]) - product))
      }
    }
  }

  /// ∂xᵢ = ∂yᵢ − exp(yᵢ)·Σⱼ ∂yⱼ, along the axis.
  static let logSoftmax = GradientRule(LogSoftmax.self) { kind, pass in
    guard let target = pass.targets[0] else { return }
    pass.forEachLine(along: kind.axis) { places in
      let sum = places.reduce(0) { $0 + Double(pass.gradient[$1]) }
      for place in places {
        target[place] += Float(Double(pass.gradient[place]) - exp(Double(pass.output[place])) * sum)
      }
    }
  }
}

extension BackwardPass {
  /// Hands on the places of all numbers of each line along an axis, by several threads.
  fileprivate func forEachLine(along axis: Int, _ use: (StrideTo<Int>) -> Void) {
    let sizes = [batch] + layer.shape.dimensions
    let (size, inner) = (sizes[axis + 1], sizes[(axis + 2)...].reduce(1, *))
    engine.parallel(count / size) { line in
      let first = line / inner * size * inner + line % inner
      use(stride(from: first, to: first + size * inner, by: inner))
    }
  }
}

/// The C library's, under another name than the kind's.
private func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }

private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
