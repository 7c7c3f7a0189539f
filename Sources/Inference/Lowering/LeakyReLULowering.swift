import Architecture
import OneDNN

extension Lowering {
  static let leakyReLU = Lowering(LeakyReLU.self, fusion: { kind in .activation(.leakyReLU(slope: Float(kind.slope))) })
  { kind, context in
    try context.planner.activation(.leakyReLU(slope: Float(kind.slope)), context)
  }
}
