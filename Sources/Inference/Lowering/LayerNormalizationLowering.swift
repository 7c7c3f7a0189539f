import Architecture

extension Lowering {
  static let layerNormalization = Lowering(LayerNormalization.self) { kind, context in
    let shape = context.layer.inputShapes[0]
    switch kind.span {
    case .channels:
      let function = ChannelNormalization.Function.standard(
        epsilon: kind.epsilon, scale: try context.numbers("weight"), shift: try context.numbers("bias"))
      return try context.planner.channelNormalization(function, context)
    case .all:
      return try context.planner.rowNormalization(
        context, count: shape.count, epsilon: kind.epsilon, isAffine: kind.isAffine, span: 1)
    case .last:
      return try context.planner.rowNormalization(
        context, count: shape.dimensions[shape.dimensions.count - 1], epsilon: kind.epsilon,
        isAffine: kind.isAffine, span: 1)
    }
  }
}
