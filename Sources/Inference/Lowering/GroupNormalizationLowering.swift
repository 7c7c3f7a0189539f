import Architecture

extension Lowering {
  static let groupNormalization = Lowering(GroupNormalization.self) { kind, context in
    let shape = context.layer.inputShapes[0]
    return try context.planner.rowNormalization(
      context, count: shape.count / kind.groups, epsilon: kind.epsilon, isAffine: kind.isAffine, span: shape.area)
  }
}
