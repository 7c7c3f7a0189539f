import Architecture
import OneDNN

extension Lowering {
  static let relu = Lowering(ReLU.self, fusion: { _ in .activation(.relu) }) { _, context in
    try context.planner.activation(.relu, context)
  }
}
