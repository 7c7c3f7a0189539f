import Architecture

extension Lowering {
  static let meanOverAxes = Lowering(Mean.self) { kind, context in
    try context.planner.reduction(.mean, over: Set(kind.reduction.axes), context)
  }
}
