import Architecture

/// The registry of lowerings.
enum Lowerings {
  /// One for every kind of layer, in the order of `LayerKinds.all`; last, what has no kind.
  static let all: [Lowering] = [
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
    .cannotBeRun(UnknownOperation.self),
  ]

  private static let byKind: [ObjectIdentifier: Lowering] = Dictionary(
    uniqueKeysWithValues: all.map { (ObjectIdentifier($0.kind), $0) })

  /// The lowering of a kind's type; nil for one that is not in the registry.
  static func lowering(of kind: any LayerKind.Type) -> Lowering? { byKind[ObjectIdentifier(kind)] }

  /// The lowering of a layer's kind; one that cannot be run where there is none.
  static func lowering(of layer: Layer) -> Lowering {
    lowering(of: type(of: layer.kind)) ?? .cannotBeRun(type(of: layer.kind))
  }
}
