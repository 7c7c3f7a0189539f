import Architecture

extension Lowering {
  static let hardSigmoid = Lowering(HardSigmoid.self) { kind, context in
    context.planner.elementwise(
      HardSigmoidFunction(slope: Float(kind.alpha), shift: Float(kind.beta)), context)
  }
}
