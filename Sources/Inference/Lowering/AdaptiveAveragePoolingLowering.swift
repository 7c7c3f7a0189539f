import Architecture
import OneDNN

extension Lowering {
  static let adaptiveAveragePooling = Lowering(AdaptiveAveragePooling.self) { _, context in
    try context.planner.regionAverages(context)
  }
}

extension Planner {
  /// The mean of each of as many regions as the output has cells. Where the outputs are as many as the inputs it is nothing
  /// at all.
  func regionAverages(_ context: LoweringContext) throws -> Int {
    let (sizes, outputs) = (context.inputSizes, context.outputSizes)
    if sizes == outputs { return context.input }
    let axes = sizes.indices.dropFirst(2)
    guard axes.allSatisfy({ sizes[$0] % outputs[$0] == 0 }) else {
      let regions = axes.map { PoolingAxis(regions: outputs[$0], of: sizes[$0]) }
      let kernel = WindowPooling(.average(countsPadding: false), regions, context.planes)
      return try self.kernel(kernel, context.layer, context.input)
    }
    let kernel = axes.map { sizes[$0] / outputs[$0] }
    let (zeros, ones) = (kernel.map { _ in 0 }, kernel.map { _ in 1 })
    let window = SlidingWindow(kernel: kernel, stride: kernel, before: zeros, after: zeros, dilation: ones)
    return try pooling(.average, context, window)
  }
}
