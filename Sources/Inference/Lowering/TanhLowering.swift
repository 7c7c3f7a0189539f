import Architecture

extension Lowering {
  static let tanh = Lowering(Tanh.self) { kind, context in
    context.planner.elementwise(HyperbolicTangent(kind), context)
  }
}
