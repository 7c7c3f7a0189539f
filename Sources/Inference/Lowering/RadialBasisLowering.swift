import Architecture

extension Lowering {
  static let radialBasis = Lowering(RadialBasis.self) { _, context in
    let kernel = SquaredDistances(
      words: try context.numbers("weight"), inputs: context.layer.inputShapes[0].count, batch: context.planner.batch)
    return try context.planner.kernel(kernel, context.layer, context.input)
  }
}
