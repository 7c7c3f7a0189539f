import Architecture

extension Lowering {
  static let maxOverAxes = Lowering(Max.self) { kind, context in
    try context.planner.reduction(.maximum, over: Set(kind.reduction.axes), context)
  }
}
