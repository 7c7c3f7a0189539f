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
    let axes = (2...3).map { PoolingAxis(regions: outputs[$0], of: sizes[$0]) }
    guard (2...3).allSatisfy({ sizes[$0] % outputs[$0] == 0 }) else {
      let kernel = WindowPooling(.average(countsPadding: false), axes, context.planes)
      return try self.kernel(kernel, context.layer, context.input)
    }
    let kernel = [sizes[2] / outputs[2], sizes[3] / outputs[3]]
    let window = SlidingWindow(kernel: kernel, stride: kernel, before: [0, 0], after: [0, 0], dilation: [1, 1])
    return try pooling(.average, context, window)
  }
}
