import Architecture

/// How the reference computes one kind of layer.
public struct ReferenceKind: Sendable {
  typealias Maps = ReferenceExecutor.Maps
  /// From the inputs of a layer to its output.
  typealias Function = ([Maps]) -> Maps

  public let kind: any LayerKind.Type
  private let prepare: @Sendable (any LayerKind, ReferenceLayer) -> Function?

  /// - Parameter prepare: looks up what does not depend on the input, and returns what does.
  init<Kind: LayerKind>(_ kind: Kind.Type, _ prepare: @escaping @Sendable (Kind, ReferenceLayer) -> Function) {
    self.kind = kind
    self.prepare = { kind, layer in (kind as? Kind).map { prepare($0, layer) } }
  }

  /// A kind whose layers change each number by itself.
  init<Kind: LayerKind>(_ kind: Kind.Type, each change: @escaping @Sendable (Kind, Double) -> Double) {
    self.init(kind) { kind, _ in { inputs in inputs[0].map { change(kind, $0) } } }
  }

  /// Every kind that the reference computes, the input aside.
  public static let all: [ReferenceKind] = [
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

  private static let byKind: [ObjectIdentifier: ReferenceKind] = Dictionary(
    uniqueKeysWithValues: all.map { (ObjectIdentifier($0.kind), $0) })

  /// The function of a layer; of an input, its own numbers.
  static func function(of layer: ReferenceLayer) -> Function {
    let kind = layer.layer.kind
    if kind is Input { return { $0[0] } }
    guard let function = byKind[ObjectIdentifier(type(of: kind))]?.prepare(kind, layer) else {
      preconditionFailure("\(kind.name) is unknown here")
    }
    return function
  }
}
