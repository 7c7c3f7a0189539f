import Architecture
import OneDNN

extension Lowering {
  static let silu = Lowering(SiLU.self, fusion: { _ in .activation(.swish) }) { _, context in
    try context.planner.activation(.swish, context)
  }
}
