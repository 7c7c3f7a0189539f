import Architecture

extension Lowering {
  static let transposition = Lowering(Transposition.self) { kind, context in
    try context.planner.transposition(context, kind.order)
  }
}
