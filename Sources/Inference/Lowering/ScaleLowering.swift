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
    func numbers(_ name: String, standIn: Double) throws -> [Double] {
      guard let numbers = try weights.numbers(layer, name) else { return Array(repeating: standIn, count: channels) }
      return isShared ? Array(repeating: Double(numbers[0]), count: channels) : numbers.map { Double($0) }
    }
    return ChannelTransform(scale: try numbers("weight", standIn: 1), shift: try numbers("bias", standIn: 0))
  }
}
