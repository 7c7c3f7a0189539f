import Architecture

extension ReferenceKind {
  static let layerNormalization = ReferenceKind(LayerNormalization.self) { kind, layer in
    let sizes = layer.input
    let (scale, shift) = affine(layer, kind.isAffine)
    switch kind.span {
    case .channels:
      return normalization(sizes, kind.epsilon, scale, shift, group: { Array($0.dropFirst()) }, weight: { $0[0] })
    case .all:
      return normalization(
        sizes, kind.epsilon, scale, shift, group: { _ in [] },
        weight: { index in zip(index, sizes).reduce(0) { $0 * $1.1 + $1.0 } })
    case .last:
      return normalization(
        sizes, kind.epsilon, scale, shift, group: { Array($0.dropLast()) }, weight: { $0[$0.count - 1] })
    }
  }

  static let groupNormalization = ReferenceKind(GroupNormalization.self) { kind, layer in
    let (scale, shift) = affine(layer, kind.isAffine)
    let channels = layer.input[0] / kind.groups
    return normalization(
      layer.input, kind.epsilon, scale, shift, group: { [$0[0] / channels] }, weight: { $0[0] })
  }

  static let instanceNormalization = ReferenceKind(InstanceNormalization.self) { kind, layer in
    let (scale, shift) = affine(layer, kind.isAffine)
    return normalization(layer.input, kind.epsilon, scale, shift, group: { [$0[0]] }, weight: { $0[0] })
  }

  /// x / max(√Σx², ε) over the channels at each position.
  static let l2Normalization = ReferenceKind(L2Normalization.self) { kind, _ in
    { inputs in
      var output = inputs[0]
      for position in 0..<output.area {
        let cells = (0..<output.channels).map { $0 * output.area + position }
        let length = cells.reduce(0) { $0 + output.values[$1] * output.values[$1] }.squareRoot()
        for cell in cells { output.values[cell] /= Swift.max(length, kind.epsilon) }
      }
      return output
    }
  }

  private static func affine(_ layer: ReferenceLayer, _ isAffine: Bool) -> (scale: [Double]?, shift: [Double]?) {
    isAffine ? (layer.parameter("weight"), layer.parameter("bias")) : (nil, nil)
  }

  /// (x − mean)/√(variance + ε)·scale + shift over all numbers of a group.
  ///
  /// - Parameters:
  ///   - group: of an index.
  ///   - weight: which factor and summand an index has.
  private static func normalization(
    _ sizes: [Int], _ epsilon: Double, _ scale: [Double]?, _ shift: [Double]?,
    group: @escaping ([Int]) -> [Int], weight: @escaping ([Int]) -> Int
  ) -> Function {
    let indices = Maps.indices(sizes)
    return { inputs in
      var groups: [[Int]: [Double]] = [:]
      for (index, value) in zip(indices, inputs[0].values) { groups[group(index), default: []].append(value) }
      let statistics = groups.mapValues { values -> (mean: Double, deviation: Double) in
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return (mean, (variance + epsilon).squareRoot())
      }
      var output = inputs[0]
      for (cell, index) in indices.enumerated() {
        guard let (mean, deviation) = statistics[group(index)] else { continue }
        output.values[cell] = (output.values[cell] - mean) / deviation
        output.values[cell] *= scale?[weight(index)] ?? 1
        output.values[cell] += shift?[weight(index)] ?? 0
      }
      return output
    }
  }
}
