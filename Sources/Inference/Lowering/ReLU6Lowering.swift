import Architecture
import OneDNN

extension Lowering {
  static let relu6 = Lowering(ReLU6.self, fusion: { _ in .activation(.clip(lower: 0, upper: 6)) }) { _, context in
    try context.planner.activation(.clip(lower: 0, upper: 6), context)
  }
}
