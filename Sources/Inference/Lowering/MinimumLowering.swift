import Architecture

extension Lowering {
  static let minimum = Lowering(Minimum.self) { _, context in try context.planner.combination(.minimum, context) }
}
