import Architecture
import OneDNN

extension Lowering {
  /// An inner product, with the normalization and the activation that follow it.
  ///
  /// Its weights stay as they are in files, out × in: a kernel that is used once per image is read once, and gains nothing by
  /// being packed.
  static let fullyConnected = Lowering(
    FullyConnected.self,
    // The outputs of a row are channels only where it is the only one, or where they are put first.
    followers: { $0.flattens ? [.channels, .activation] : [.transposition, .activation] }
  ) { kind, context in
    let (planner, layer) = (context.planner, context.layer)
    let (inputs, outputs) = (kind.inputCount(layer.inputShapes[0]), kind.outputs)
    let rows = planner.batch * layer.inputShapes[0].count / inputs
    let folded = try planner.foldedTransform(context.group)
    let hasBias = layer.parameters.contains { $0.name == "bias" } || folded != nil
    let descriptor = try PrimitiveDescriptor.innerProduct(
      context.engine, source: try TensorLayout([rows, inputs]),
      weights: try TensorLayout([outputs, inputs]), hasBias: hasBias,
      destination: try TensorLayout([rows, outputs]), activation: context.group.activation)
    let change = WeightReader.Change(scale: folded?.scale)
    let source = try planner.plain(context.input, [rows, inputs])
    let value = planner.step(
      .primitive(
        descriptor, reads: [(.source, descriptor.source())],
        constants: try planner.weightsAndBias(layer, descriptor, change, folded, hasBias: hasBias)),
      [source], writing: try TensorLayout(context.outputSizes))
    guard let order = context.group.transposition else { return value }
    return try planner.transposed(value, order)
  }
}
