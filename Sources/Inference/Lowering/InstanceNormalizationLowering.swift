import Architecture

extension Lowering {
  static let instanceNormalization = Lowering(InstanceNormalization.self) { kind, context in
    let area = context.layer.inputShapes[0].area
    return try context.planner.rowNormalization(
      context, count: area, epsilon: kind.epsilon, isAffine: kind.isAffine, span: area)
  }
}
