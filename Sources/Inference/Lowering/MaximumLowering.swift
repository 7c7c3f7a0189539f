import Architecture

extension Lowering {
  static let maximum = Lowering(Maximum.self) { _, context in try context.planner.combination(.maximum, context) }
}
