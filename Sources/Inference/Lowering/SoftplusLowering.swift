import Architecture
import OneDNN

extension Lowering {
  /// oneDNN's without a factor, ours with one.
  static let softplus = Lowering(
    Softplus.self, fusion: { kind in kind.beta == 1 ? .activation(.softplus) : nil }
  ) { kind, context in
    guard kind.beta != 1 else { return try context.planner.activation(.softplus, context) }
    return context.planner.elementwise(SoftplusFunction(beta: Float(kind.beta)), context)
  }
}
