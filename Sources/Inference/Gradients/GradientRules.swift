import Architecture

/// The registry of gradients.
enum GradientRules {
  /// One for every kind that can be run, in the order of `Lowerings.all`.
  static let all: [GradientRule] = [
    .convolution, .transposedConvolution, .fullyConnected, .matrixProduct,
    .maxPooling, .averagePooling, .adaptiveAveragePooling, .globalAveragePooling, .globalMaxPooling,
    .meanOverAxes, .maxOverAxes, .subsampling, .radialBasis,
    .localResponseNormalization, .batchNormalization, .layerNormalization, .groupNormalization,
    .instanceNormalization, .l2Normalization, .scale, .affine,
    .relu, .relu6, .leakyReLU, .prelu, .elu, .silu, .hardSwish, .mish, .gelu,
    .softplus, .tanh, .sigmoid, .hardSigmoid, .clip, .function, .power, .softmax, .logSoftmax,
    .dropout, .flatten, .reshape, .transposition, .slice, .channelShuffle, .padding,
    .resize,
    .concatenation, .addition, .subtraction, .multiplication, .division, .exponentiation, .maximum, .minimum,
  ]

  private static let byKind: [ObjectIdentifier: GradientRule] = Dictionary(
    uniqueKeysWithValues: all.map { (ObjectIdentifier($0.kind), $0) })

  /// - Throws: `InferenceError` for a kind that has none, which cannot be run either.
  static func rule(of layer: Layer) throws(InferenceError) -> GradientRule {
    guard let rule = byKind[ObjectIdentifier(type(of: layer.kind))] else { throw .cannotRun(layer) }
    return rule
  }
}
