import Architecture

extension Lowering {
  static let averagePooling = Lowering(AveragePooling.self) { kind, context in
    let layer = context.layer
    guard kind.countsPadding, layer.windows.contains(where: { $0.before > 0 || $0.after > 0 }) else {
      return try context.planner.pooling(.average, context)
    }
    let axes = PoolingAxis.axes(of: layer)
    // oneDNN divides by the whole kernel; Caffe and PyTorch by the cells that a clipped window has.
    guard axes.allSatisfy({ axis in axis.spans.allSatisfy { $0.padded == axis.kernel } }) else {
      let kernel = WindowPooling(.average(countsPadding: true), axes, context.planes)
      return try context.planner.kernel(kernel, layer, context.input)
    }
    return try context.planner.pooling(.averageWithPadding, context)
  }
}
