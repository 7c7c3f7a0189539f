import Architecture

extension Lowering {
  /// Part of the weights before it, or by itself.
  static let affine = Lowering(
    Affine.self, fusion: { kind in .channels { layer, _ in kind.transform(layer) } }
  ) { kind, context in
    try context.planner.channelTransform(kind.transform(context.layer), context)
  }
}

extension Affine {
  /// A single number counts for every channel.
  fileprivate func transform(_ layer: Layer) -> ChannelTransform {
    func all(_ numbers: [Double]) -> [Double] {
      numbers.count == 1 ? Array(repeating: numbers[0], count: layer.shape.channels) : numbers
    }
    return ChannelTransform(scale: all(scale), shift: all(shift))
  }
}
