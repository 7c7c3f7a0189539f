import Architecture

extension Lowering {
  static let function = Lowering(ElementwiseFunction.self) { kind, context in
    context.planner.elementwise(NumberFunction(kind.function.evaluate), context)
  }
}
