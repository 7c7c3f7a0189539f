import Architecture
import OneDNN

extension Planner {
  /// Pooling by oneDNN, which takes the padding of a clipped last window as there.
  func pooling(_ kind: PrimitiveDescriptor.Pooling, _ context: LoweringContext) throws -> Int {
    var window = SlidingWindow(context.layer.windows)
    let (sizes, outputs) = (context.inputSizes, context.outputSizes)
    for axis in window.kernel.indices {
      // Cells behind the input that the last window reaches over.
      let reach =
        (outputs[axis + 2] - 1) * window.stride[axis]
        + (window.kernel[axis] - 1) * window.dilation[axis] + 1
      window.after[axis] = max(window.after[axis], reach - sizes[axis + 2] - window.before[axis])
    }
    return try pooling(kind, context.input, to: outputs, window)
  }

  /// Pooling of a value by oneDNN with a window of its own.
  func pooling(
    _ kind: PrimitiveDescriptor.Pooling, _ value: Int, to sizes: [Int], _ window: SlidingWindow
  ) throws -> Int {
    let source = layout(value)
    let descriptor = try PrimitiveDescriptor.pooling(
      engine, kind, source: source, destination: try TensorLayout(sizes, .any), window)
    return step(
      .primitive(descriptor, reads: [(.source, source)], constants: []), [value], writing: descriptor.destination)
  }
}

extension LoweringContext {
  /// Channels of all images of the batch.
  var planes: WindowPooling.Planes {
    WindowPooling.Planes(batch: planner.batch, channels: layer.shape.channels)
  }
}
