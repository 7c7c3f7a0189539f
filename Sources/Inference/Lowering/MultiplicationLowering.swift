import Architecture

extension Lowering {
  static let multiplication = Lowering(Multiplication.self) { _, context in
    try context.planner.combination(.multiply, context)
  }
}
