import Architecture

extension Lowering {
  static let tanh = Lowering(Tanh.self) { kind, context in
    let planner = context.planner
    let count = planner.layout(context.input).byteCount / MemoryLayout<Float>.size
    let kernel = HyperbolicTangent(kind: kind, count: count, engine: context.engine)
    return planner.inPlace(.kernel(kernel), context.index, context.input)
  }
}
