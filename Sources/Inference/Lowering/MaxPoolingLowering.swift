import Architecture
import OneDNN

extension Lowering {
  static let maxPooling = Lowering(MaxPooling.self) { _, context in
    let (planner, input, sizes) = (context.planner, context.input, context.inputSizes)
    let blocks = try TensorLayout(sizes, .blocks8)
    // The caller's array begins anywhere, and not where blocks may.
    guard planner.layout(input) == blocks, sizes[1] % 8 == 0, sizes.count == 4, planner.values[input].buffer != nil,
      context.layer.windows.allSatisfy({ $0.dilation == 1 })
    else {
      return try planner.pooling(.maximum, context)
    }
    let kernel = BlockedMaxPooling(
      PoolingAxis.axes(of: context.layer), planes: planner.batch * sizes[1] / 8, context.engine)
    return planner.step(.kernel(kernel), [input], writing: try TensorLayout(context.outputSizes, .blocks8))
  }
}
