import Architecture

extension Lowering {
  static let exponentiation = Lowering(Exponentiation.self) { _, context in
    try context.planner.combination(.raise, context)
  }
}
