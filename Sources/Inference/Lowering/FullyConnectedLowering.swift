import Architecture
import OneDNN

extension Lowering {
  /// An inner product, with the normalization and the activation that follow it.
  ///
  /// Its weights stay as they are in files, out × in: a kernel that is used once per image is read once, and gains nothing by
  /// being packed.
  static let fullyConnected = Lowering(FullyConnected.self, followers: { _ in .channelsAndActivation }) { _, context in
    let (planner, layer) = (context.planner, context.layer)
    let (inputs, outputs) = (layer.inputShapes[0].count, layer.shape.channels)
    let folded = try planner.foldedTransform(context.group)
    let hasBias = layer.parameters.contains { $0.name == "bias" } || folded != nil
    let descriptor = try PrimitiveDescriptor.innerProduct(
      context.engine, source: try TensorLayout([planner.batch, inputs]),
      weights: try TensorLayout([outputs, inputs]), hasBias: hasBias,
      destination: try TensorLayout([planner.batch, outputs]), activation: context.group.activation)
    let change = WeightReader.Change(scale: folded?.scale)
    let source = try planner.plain(context.input, [planner.batch, inputs, 1, 1])
    return planner.step(
      .primitive(
        descriptor, reads: [(.source, descriptor.source())],
        constants: try planner.weightsAndBias(layer, descriptor, change, folded, hasBias: hasBias)),
      [source], writing: try TensorLayout(context.outputSizes))
  }
}
