import Architecture
import OneDNN

extension Planner {
  func maxPooling(_ layer: Layer, _ input: Int) throws -> Int {
    let sizes = dimensions(layer.inputShapes[0])
    let blocks = try TensorLayout(sizes, .blocks8)
    // The caller's array begins anywhere, and not where blocks may.
    guard layout(input) == blocks, sizes[1] % 8 == 0, values[input].buffer != nil else {
      return try pooling(.maximum, layer, input)
    }
    let kernel = BlockedMaxPooling(PoolingAxis.axes(of: layer), planes: batch * sizes[1] / 8, engine)
    return step(.kernel(kernel), [input], writing: try TensorLayout(dimensions(layer.shape), .blocks8))
  }

  func averagePooling(_ kind: AveragePooling, _ layer: Layer, _ input: Int) throws -> Int {
    guard kind.countsPadding, layer.windows.contains(where: { $0.before > 0 || $0.after > 0 }) else {
      return try pooling(.average, layer, input)
    }
    let axes = PoolingAxis.axes(of: layer)
    // oneDNN divides by the whole kernel; Caffe and PyTorch by the cells that a clipped window has.
    guard axes.allSatisfy({ axis in axis.spans.allSatisfy { $0.padded == axis.kernel } }) else {
      return try kernel(WindowPooling(.average(countsPadding: true), axes, planes(layer)), layer, input)
    }
    return try pooling(.averageWithPadding, layer, input)
  }

  /// Adaptive and global pooling. Where the outputs are as many as the inputs it is nothing at all.
  func adaptivePooling(_ layer: Layer, _ input: Int) throws -> Int {
    let (sizes, outputs) = (dimensions(layer.inputShapes[0]), dimensions(layer.shape))
    if sizes == outputs { return input }
    let axes = (2...3).map { PoolingAxis(regions: outputs[$0], of: sizes[$0]) }
    guard (2...3).allSatisfy({ sizes[$0] % outputs[$0] == 0 }) else {
      return try kernel(WindowPooling(.average(countsPadding: false), axes, planes(layer)), layer, input)
    }
    let kernel = [sizes[2] / outputs[2], sizes[3] / outputs[3]]
    let window = SlidingWindow(kernel: kernel, stride: kernel, before: [0, 0], after: [0, 0], dilation: [1, 1])
    return try pooling(.average, layer, input, window)
  }

  func subsampling(_ kind: Subsampling, _ layer: Layer, _ input: Int) throws -> Int {
    let weight = try weights.numbers(layer, "weight") ?? []
    let bias = try weights.numbers(layer, "bias") ?? []
    return try kernel(
      WindowPooling(.sum(weight: weight, bias: bias), PoolingAxis.axes(of: layer), planes(layer)), layer, input)
  }

  /// Pooling by oneDNN, which takes the padding of a clipped last window as there.
  private func pooling(_ kind: Operation.Pooling, _ layer: Layer, _ input: Int) throws -> Int {
    var window = SlidingWindow(layer.windows)
    let (sizes, outputs) = (dimensions(layer.inputShapes[0]), dimensions(layer.shape))
    for axis in 0...1 {
      // Cells behind the input that the last window reaches over.
      let reach = (outputs[axis + 2] - 1) * window.stride[axis] + window.kernel[axis]
      window.after[axis] = max(window.after[axis], reach - sizes[axis + 2] - window.before[axis])
    }
    return try pooling(kind, layer, input, window)
  }

  private func pooling(_ kind: Operation.Pooling, _ layer: Layer, _ input: Int, _ window: SlidingWindow) throws -> Int {
    let source = layout(input)
    let operation = try Operation.pooling(
      engine, kind, source: source, destination: try TensorLayout(dimensions(layer.shape), .any), window)
    return step(
      .operation(operation, reads: [(.source, source)], constants: []), [input], writing: operation.destination)
  }

  /// Channels of all images of the batch.
  private func planes(_ layer: Layer) -> WindowPooling.Planes {
    WindowPooling.Planes(batch: batch, channels: layer.shape.channels)
  }
}
