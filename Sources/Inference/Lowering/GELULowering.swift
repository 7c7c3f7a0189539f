import Architecture
import OneDNN

extension Lowering {
  static let gelu = Lowering(GELU.self, fusion: { kind in .activation(kind.function) }) { kind, context in
    try context.planner.activation(kind.function, context)
  }
}

extension GELU {
  fileprivate var function: Elementwise {
    switch approximation {
    case .none: .gelu
    case .tanh: .geluByTanh
    }
  }
}
