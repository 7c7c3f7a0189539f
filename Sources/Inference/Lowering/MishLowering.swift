import Architecture
import OneDNN

extension Lowering {
  static let mish = Lowering(Mish.self, fusion: { _ in .activation(.mish) }) { _, context in
    try context.planner.activation(.mish, context)
  }
}
