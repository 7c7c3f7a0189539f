import Architecture

extension Lowering {
  static let subtraction = Lowering(Subtraction.self) { _, context in
    try context.planner.combination(.subtract, context)
  }
}
