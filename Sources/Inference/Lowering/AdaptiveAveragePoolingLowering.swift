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
    guard kernel.reduce(1, *) > Self.largestSum else { return try means(context.input, of: kernel) }
    var value = context.input
    for axis in kernel.indices.reversed() {
      var rest = kernel[axis]
      while rest > 1 {
        let cells = (2...Self.largestSum).last { rest % $0 == 0 } ?? rest
        value = try means(value, of: kernel.indices.map { $0 == axis ? cells : 1 })
        rest /= cells
      }
    }
    return value
  }

  /// oneDNN adds the numbers of a window one after another, and each addition to a large sum loses digits of what is added.
  /// Means of equally many means are the mean of all, so that no sum has to have more numbers, if they can be divided so.
  private static let largestSum = 256

  /// The mean of every block of cells; no two blocks overlap, and none is left.
  private func means(_ value: Int, of kernel: [Int]) throws -> Int {
    let (zeros, ones) = (kernel.map { _ in 0 }, kernel.map { _ in 1 })
    let window = SlidingWindow(kernel: kernel, stride: kernel, before: zeros, after: zeros, dilation: ones)
    let sizes = layout(value).dimensions
    return try pooling(.average, value, to: Array(sizes[..<2]) + zip(sizes[2...], kernel).map { $0 / $1 }, window)
  }
}
