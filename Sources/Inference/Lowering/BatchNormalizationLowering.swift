import Architecture
import OneDNN

extension Lowering {
  /// Part of the weights before it, or a primitive of its own, with the ReLU that follows it.
  static let batchNormalization = Lowering(
    BatchNormalization.self,
    fusion: { kind in .channels { layer, weights in try kind.transform(layer, weights) } },
    followers: { _ in .relu }
  ) { kind, context in
    let descriptor = try PrimitiveDescriptor.batchNormalization(
      context.engine, context.planner.layout(context.input), epsilon: Float(kind.epsilon), hasScale: kind.hasScale,
      hasShift: kind.isAffine, hasReLU: context.group.activation == .relu)
    let parts: [(Primitive.Argument, String)] =
      [(.mean, "running_mean"), (.variance, "running_var")]
      + (kind.hasScale ? [(.scale, "weight")] : []) + (kind.isAffine ? [(.shift, "bias")] : [])
    let channels = try TensorLayout([context.layer.shape.channels])
    let constants = try parts.map { argument, part in
      (argument, try context.planner.constant(try context.numbers(part), channels))
    }
    return context.planner.pointwise(descriptor, constants: constants, context.index, context.input)
  }
}

extension BatchNormalization {
  /// γ/√(variance + ε), and β − mean·that.
  fileprivate func transform(_ layer: Layer, _ weights: WeightReader) throws -> ChannelTransform {
    let mean = try weights.numbers(layer, "running_mean") ?? []
    let variance = try weights.numbers(layer, "running_var") ?? []
    let weight = try weights.numbers(layer, "weight")
    let bias = try weights.numbers(layer, "bias")
    let scale = variance.indices.map { channel in
      Double(weight?[channel] ?? 1) / (Double(variance[channel]) + epsilon).squareRoot()
    }
    let shift = mean.indices.map { Double(bias?[$0] ?? 0) - Double(mean[$0]) * scale[$0] }
    return ChannelTransform(scale: scale, shift: shift)
  }
}
