import Architecture
import OneDNN

extension Lowering {
  static let sigmoid = Lowering(Sigmoid.self, fusion: { _ in .activation(.logistic) }) { _, context in
    try context.planner.activation(.logistic, context)
  }
}
