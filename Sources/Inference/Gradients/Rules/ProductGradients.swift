import Architecture
import OneDNN

extension GradientRule {
  /// y = W·x + b: ∂x = Wᵀ·∂y, ∂W = ∂y·xᵀ, ∂b = ∂y, summed over rows.
  static let fullyConnected = GradientRule(FullyConnected.self) { kind, pass in
    let (inputs, outputs) = (kind.inputCount(pass.layer.inputShapes[0]), kind.outputs)
    let rows = pass.count(ofInput: 0) / inputs
    if let target = pass.targets[0] {
      let found = try Numbers(rows * inputs)
      try pass.engine.multiply(
        TensorLayout([rows, outputs]), pass.gradient, TensorLayout([outputs, inputs]), try pass.parameter("weight"),
        to: found.start, [rows, inputs])
      pass.add(found.start, found.count, to: target)
    }
    if let target = pass.parameterTargets["weight"] {
      try pass.engine.multiply(
        .transposed([rows, outputs]), pass.gradient, TensorLayout([rows, inputs]), pass.inputs[0],
        to: target, [outputs, inputs])
    }
    if let target = pass.parameterTargets["bias"] {
      for unit in 0..<outputs {
        target[unit] = Float((0..<rows).reduce(0.0) { $0 + Double(pass.gradient[$1 * outputs + unit]) })
      }
    }
  }

  /// Y = s·A·B: ∂A = s·∂Y·Bᵀ, ∂B = s·Aᵀ·∂Y; of s·A·Bᵀ: ∂A = s·∂Y·B, ∂B = s·∂Yᵀ·A.
  static let matrixProduct = GradientRule(MatrixProduct.self) { kind, pass in
    let layer = pass.layer
    let (left, right) = ([pass.batch] + layer.inputShapes[0].dimensions, [pass.batch] + layer.inputShapes[1].dimensions)
    let output = [pass.batch] + layer.shape.dimensions
    if let target = pass.targets[0] {
      let found = try Numbers(pass.count(ofInput: 0))
      try pass.engine.multiply(
        TensorLayout(output), pass.gradient, kind.transposesSecond ? TensorLayout(right) : .transposed(right),
        pass.inputs[1], scale: kind.scale, to: found.start, left)
      pass.add(found.start, found.count, to: target)
    }
    if let target = pass.targets[1] {
      let found = try Numbers(pass.count(ofInput: 1))
      if kind.transposesSecond {
        try pass.engine.multiply(
          .transposed(output), pass.gradient, TensorLayout(left), pass.inputs[0], scale: kind.scale, to: found.start,
          right)
      } else {
        try pass.engine.multiply(
          .transposed(left), pass.inputs[0], TensorLayout(output), pass.gradient, scale: kind.scale, to: found.start,
          right)
      }
      pass.add(found.start, found.count, to: target)
    }
  }

  /// yᵢ = Σⱼ (xⱼ − wᵢⱼ)²: ∂xⱼ = Σᵢ 2·(xⱼ − wᵢⱼ)·∂yᵢ, ∂wᵢⱼ = −2·(xⱼ − wᵢⱼ)·∂yᵢ.
  static let radialBasis = GradientRule(RadialBasis.self) { kind, pass in
    let words = try pass.parameter("weight")
    let inputs = pass.layer.inputShapes[0].count
    for image in 0..<pass.batch {
      for unit in 0..<kind.outputs {
        let gradient = 2 * Double(pass.gradient[image * kind.outputs + unit])
        for input in 0..<inputs {
          let distance = Double(pass.inputs[0][image * inputs + input]) - Double(words[unit * inputs + input])
          pass.targets[0]?[image * inputs + input] += Float(gradient * distance)
          pass.parameterTargets["weight"]?[unit * inputs + input] -= Float(gradient * distance)
        }
      }
    }
  }
}
