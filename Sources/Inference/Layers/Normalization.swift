import Architecture
import OneDNN

extension Planner {
  /// A batch normalization that is not part of the weights before it.
  func batchNormalization(_ kind: BatchNormalization, _ index: Int, _ input: Int) throws -> Int {
    let layer = network.layers[index]
    let operation = try Operation.batchNormalization(
      engine, layout(input), epsilon: Float(kind.epsilon), isAffine: kind.isAffine)
    let parts: [(Invocation.Argument, String)] =
      [(.mean, "running_mean"), (.variance, "running_var")]
      + (kind.isAffine ? [(.scale, "weight"), (.shift, "bias")] : [])
    let channels = try TensorLayout([layer.shape.channels])
    let constants = try parts.map { argument, part in
      (argument, try constant(try weights.numbers(layer, part) ?? [], channels))
    }
    return pointwise(operation, constants: constants, index, input)
  }

  func localResponseNormalization(_ kind: LocalResponseNormalization, _ input: Int) throws -> Int {
    let sizes = layout(input).dimensions
    if kind.size % 2 == 0 {
      let source = try plain(input)
      let kernel = ChannelWindowNormalization(kind, batch: batch, channels: sizes[1], area: sizes[2] * sizes[3])
      return step(.kernel(kernel), [source], writing: layout(source))
    }
    let operation = try Operation.localResponseNormalization(
      engine, layout(input), size: kind.size, alpha: Float(kind.alpha), beta: Float(kind.beta), k: Float(kind.k))
    return step(
      .operation(operation, reads: [(.source, layout(input))], constants: []), [input], writing: layout(input))
  }

  func radialBasis(_ layer: Layer, _ input: Int) throws -> Int {
    let inputs = layer.inputShapes[0].count
    let words = try weights.numbers(layer, "weight") ?? []
    return try kernel(SquaredDistances(words: words, inputs: inputs, batch: batch), layer, input)
  }
}
