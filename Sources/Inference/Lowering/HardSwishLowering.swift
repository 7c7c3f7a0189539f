import Architecture
import OneDNN

extension Lowering {
  static let hardSwish = Lowering(HardSwish.self, fusion: { _ in .activation(.hardSwish) }) { _, context in
    try context.planner.activation(.hardSwish, context)
  }
}
