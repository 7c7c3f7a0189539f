import Architecture

extension Lowering {
  static let transposition = Lowering(Transposition.self, fusion: { .transposition($0.order) }) { kind, context in
    try context.planner.transposition(context, kind.order)
  }
}
