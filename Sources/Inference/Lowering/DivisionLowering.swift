import Architecture

extension Lowering {
  static let division = Lowering(Division.self) { _, context in try context.planner.combination(.divide, context) }
}
