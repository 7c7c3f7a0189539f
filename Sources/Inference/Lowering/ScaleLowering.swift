import Architecture

extension Lowering {
  /// Part of the weights before it, or by itself.
  static let scale = Lowering(
    Scale.self, fusion: { kind in .channels { layer, weights in try kind.transform(layer, weights) } }
  ) { kind, context in
    try context.planner.channelTransform(try kind.transform(context.layer, context.planner.weights), context)
  }
}

extension Scale {
  fileprivate func transform(_ layer: Layer, _ weights: WeightReader) throws -> ChannelTransform {
    let channels = layer.shape.channels
    let scale = try weights.numbers(layer, "weight") ?? Array(repeating: 1, count: channels)
    let shift = try weights.numbers(layer, "bias") ?? Array(repeating: 0, count: channels)
    return ChannelTransform(scale: scale.map { Double($0) }, shift: shift.map { Double($0) })
  }
}
