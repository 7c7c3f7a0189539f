import Architecture
import OneDNN

extension Lowering {
  static let elu = Lowering(ELU.self, fusion: { kind in .activation(.elu(alpha: Float(kind.alpha))) }) {
    kind, context in
    try context.planner.activation(.elu(alpha: Float(kind.alpha)), context)
  }
}
