import Architecture

extension Lowering {
  static let subsampling = Lowering(Subsampling.self) { _, context in
    let reduction = WindowPooling.Reduction.sum(
      weight: try context.numbers("weight"), bias: try context.numbers("bias"))
    return try context.planner.kernel(
      WindowPooling(reduction, PoolingAxis.axes(of: context.layer), context.planes), context.layer, context.input)
  }
}
