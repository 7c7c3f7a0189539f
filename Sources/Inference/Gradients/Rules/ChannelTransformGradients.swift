import Architecture

extension GradientRule {
  /// With its running statistics, as in inference, it is a factor and a summand: y = (x − mean)·r·γ + β, r = 1/√(variance + ε).
  static let batchNormalization = GradientRule(BatchNormalization.self) { kind, pass in
    let (mean, variance) = (try pass.parameter("running_mean"), try pass.parameter("running_var"))
    let scale = pass.parameters["weight"]
    func rate(_ channel: Int) -> Double { 1 / (Double(variance[channel]) + kind.epsilon).squareRoot() }
    pass.addFactors { rate($0) * Double(scale?[$0] ?? 1) }
    pass.addScale { (Double($0) - Double(mean[$1])) * rate($1) }
    pass.addBias()
  }

  /// y = x·w + b.
  static let scale = GradientRule(Scale.self) { kind, pass in
    let scale = kind.hasFactor ? try pass.parameter("weight") : nil
    pass.addFactors { Double(scale?[kind.isShared ? 0 : $0] ?? 1) }
    if kind.isShared { return pass.addShared() }
    pass.addScale { x, _ in Double(x) }
    pass.addBias()
  }

  static let affine = GradientRule(Affine.self) { kind, pass in
    pass.addFactors { kind.scale.count == 1 ? kind.scale[0] : kind.scale[$0] }
  }
}

extension BackwardPass {
  /// Adds the gradient times a factor of each channel.
  fileprivate func addFactors(_ factor: (Int) -> Double) {
    let (channels, area) = (layer.shape.channels, layer.shape.area)
    let factors = (0..<channels).map(factor)
    addEach { factors[$0 / area % channels] }
  }

  /// Adds to the gradients with respect to the one factor and the one term of all channels: ∂w = Σ x·∂y, ∂b = Σ ∂y.
  fileprivate func addShared() {
    var (factor, term) = (0.0, 0.0)
    for index in 0..<count {
      factor += Double(gradient[index]) * Double(inputs[0][index])
      term += Double(gradient[index])
    }
    parameterTargets["weight"]?[0] += Float(factor)
    parameterTargets["bias"]?[0] += Float(term)
  }

  /// Adds to the gradient with respect to the scale: the sum of a function of each number and its channel, times the gradient.
  fileprivate func addScale(_ normalized: (Float, Int) -> Double) {
    guard let target = parameterTargets["weight"] else { return }
    let (channels, area) = (layer.shape.channels, layer.shape.area)
    for plane in 0..<(batch * channels) {
      var sum = 0.0
      for cell in (plane * area)..<((plane + 1) * area) {
        sum += Double(gradient[cell]) * normalized(inputs[0][cell], plane % channels)
      }
      target[plane % channels] += Float(sum)
    }
  }
}
