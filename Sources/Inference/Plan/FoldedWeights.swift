import Architecture
import OneDNN

extension Planner {
  /// What follows a group's first layer channel by channel and goes into its weights; nil for nothing.
  func foldedTransform(_ group: LayerGroup) throws -> ChannelTransform? {
    guard let (index, transform) = group.transform else { return nil }
    return try transform(network.layers[index], weights)
  }

  /// The weights of a layer and its bias, in the layouts that a primitive wants.
  func weightsAndBias(
    _ layer: Layer, _ descriptor: PrimitiveDescriptor, _ change: WeightReader.Change, _ folded: ChannelTransform?,
    hasBias: Bool
  ) throws -> [(Primitive.Argument, TensorMemory)] {
    let weight = try weights.weight(layer, descriptor.weights(), change: change, constants)
    guard hasBias else { return [(.weights, weight)] }
    return [(.weights, weight), (.bias, try constant(try bias(layer, folded), descriptor.weights(1)))]
  }

  /// The bias of a layer, bias·scale + shift where a transform follows; zeros where it has none.
  func bias(_ layer: Layer, _ folded: ChannelTransform?) throws -> [Float] {
    let count = folded?.shift.count ?? layer.shape.channels
    let own = try weights.numbers(layer, "bias") ?? Array(repeating: 0, count: count)
    guard let folded else { return own }
    return zip(own, zip(folded.scale, folded.shift)).map { Float(Double($0) * $1.0 + $1.1) }
  }

  /// A small tensor of constants.
  func constant(_ numbers: [Float], _ layout: TensorLayout) throws -> TensorMemory {
    try TensorMemory(layout, engine, at: try constants.place(numbers, byteCount: layout.byteCount))
  }
}
