import Architecture
import OneDNN

extension Lowering {
  static let clip = Lowering(Clip.self, fusion: { kind in .activation(kind.function) }) { kind, context in
    try context.planner.activation(kind.function, context)
  }
}

extension Clip {
  fileprivate var function: Elementwise {
    .clip(lower: Float(minimum ?? -.infinity), upper: Float(maximum ?? .infinity))
  }
}
