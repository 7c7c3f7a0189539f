import Architecture

extension GradientRule {
  static let layerNormalization = GradientRule(LayerNormalization.self) { kind, pass in
    let shape = pass.layer.shape
    switch kind.span {
    case .channels: pass.addNormalized(.channels, epsilon: kind.epsilon, span: shape.area)
    case .all: pass.addNormalized(.rows(shape.count), epsilon: kind.epsilon, span: 1)
    case .last:
      pass.addNormalized(.rows(shape.dimensions[shape.dimensions.count - 1]), epsilon: kind.epsilon, span: 1)
    }
  }

  static let groupNormalization = GradientRule(GroupNormalization.self) { kind, pass in
    let shape = pass.layer.shape
    pass.addNormalized(.rows(shape.count / kind.groups), epsilon: kind.epsilon, span: shape.area)
  }

  static let instanceNormalization = GradientRule(InstanceNormalization.self) { kind, pass in
    let area = pass.layer.shape.area
    pass.addNormalized(.rows(area), epsilon: kind.epsilon, span: area)
  }

  /// y = x/‖x‖ over the channels at each position: ∂x = (∂y − y·Σ y·∂y)/‖x‖. Where the length is below ε, y = x/ε and ∂x = ∂y/ε.
  static let l2Normalization = GradientRule(L2Normalization.self) { kind, pass in
    guard let target = pass.targets[0] else { return }
    let groups = NormalizedGroups.channels.indices(pass)
    pass.engine.parallel(groups.groupCount) { group in
      var (squares, product) = (0.0, 0.0)
      groups.forEach(group) { index in
        squares += Double(pass.inputs[0][index]) * Double(pass.inputs[0][index])
        product += Double(pass.gradient[index]) * Double(pass.inputs[0][index])
      }
      let length = max(squares.squareRoot(), kind.epsilon)
      // Σ y·∂y / ‖x‖² where the length is what divides, and nothing where ε is.
      let share = squares.squareRoot() >= kind.epsilon ? product / squares : 0
      groups.forEach(group) { index in
        target[index] += Float((Double(pass.gradient[index]) - Double(pass.inputs[0][index]) * share) / length)
      }
    }
  }
}

/// Which numbers are normalized together.
private enum NormalizedGroups {
  /// So many neighbours.
  case rows(Int)
  /// The channels at each position.
  case channels

  /// Where the numbers of each group lie.
  struct Indices {
    let groupCount: Int
    /// Numbers of a group.
    let count: Int
    /// From one to the next.
    let stride: Int

    func forEach(_ group: Int, _ use: (Int) -> Void) {
      let first = group / stride * stride * count + group % stride
      for number in 0..<count { use(first + number * stride) }
    }
  }

  func indices(_ pass: BackwardPass) -> Indices {
    switch self {
    case .rows(let count): Indices(groupCount: pass.count / count, count: count, stride: 1)
    case .channels:
      Indices(
        groupCount: pass.count / pass.layer.shape.channels, count: pass.layer.shape.channels,
        stride: pass.layer.shape.area)
    }
  }
}

extension BackwardPass {
  /// y = γ·z + β with z = (x − mean)·r, r = 1/√(variance + ε), over each group:
  /// ∂x = r·(γ·∂y − mean of γ·∂y − z·mean of γ·∂y·z); ∂γ = Σ ∂y·z, ∂β = Σ ∂y.
  ///
  /// - Parameter span: neighbours that share a factor and a summand; one after the other, until they begin anew.
  fileprivate func addNormalized(_ groups: NormalizedGroups, epsilon: Double, span: Int) {
    let groups = groups.indices(self)
    let scale = parameters["weight"]
    let scales = layer.parameters.first { $0.name == "weight" }?.shape.reduce(1, *) ?? 1
    let (input, gradient) = (inputs[0], gradient)
    func statistics(_ group: Int) -> (mean: Double, rate: Double) {
      var (sum, squares) = (0.0, 0.0)
      groups.forEach(group) { sum += Double(input[$0]) }
      let mean = sum / Double(groups.count)
      groups.forEach(group) { squares += (Double(input[$0]) - mean) * (Double(input[$0]) - mean) }
      return (mean, 1 / (squares / Double(groups.count) + epsilon).squareRoot())
    }
    func scaled(_ index: Int) -> Double { Double(gradient[index]) * Double(scale?[index / span % scales] ?? 1) }

    if let target = targets[0] {
      engine.parallel(groups.groupCount) { group in
        let (mean, rate) = statistics(group)
        var (sum, product) = (0.0, 0.0)
        groups.forEach(group) { index in
          sum += scaled(index)
          product += scaled(index) * (Double(input[index]) - mean) * rate
        }
        groups.forEach(group) { index in
          let z = (Double(input[index]) - mean) * rate
          target[index] += Float(rate * (scaled(index) - (sum + z * product) / Double(groups.count)))
        }
      }
    }
    guard let weightTarget = parameterTargets["weight"] else { return }
    var sums = Array(repeating: (weight: 0.0, bias: 0.0), count: scales)
    for group in 0..<groups.groupCount {
      let (mean, rate) = statistics(group)
      groups.forEach(group) { index in
        sums[index / span % scales].weight += Double(gradient[index]) * (Double(input[index]) - mean) * rate
        sums[index / span % scales].bias += Double(gradient[index])
      }
    }
    for (index, sum) in sums.enumerated() {
      weightTarget[index] = Float(sum.weight)
      parameterTargets["bias"]?[index] = Float(sum.bias)
    }
  }
}
