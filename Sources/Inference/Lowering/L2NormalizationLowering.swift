import Architecture

extension Lowering {
  static let l2Normalization = Lowering(L2Normalization.self) { kind, context in
    try context.planner.channelNormalization(.length(epsilon: kind.epsilon), context)
  }
}
