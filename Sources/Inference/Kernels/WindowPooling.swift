import Architecture

/// What the windows of a pooling see along one axis.
struct PoolingAxis {
  /// One window.
  struct Span {
    /// Cells of the input, without padding.
    let cells: Range<Int>
    /// Cells that it looks at, with padding; a window that is clipped at the end of the padding has fewer.
    let padded: Int
  }

  /// Cells of the input.
  let size: Int
  /// Cells of a window that is not clipped.
  let kernel: Int
  let spans: [Span]

  /// Windows that slide.
  init(_ window: Window, size: Int, outputs: Int) {
    self.size = size
    kernel = window.kernel
    spans = (0..<outputs).map { index in
      let start = index * window.stride - window.before
      let end = min(start + window.kernel, size + window.after)
      let first = min(max(start, 0), size)
      return Span(cells: first..<max(first, min(end, size)), padded: end - start)
    }
  }

  /// The regions of adaptive pooling.
  init(regions outputs: Int, of size: Int) {
    self.size = size
    kernel = size
    spans = (0..<outputs).map { index in
      let cells = AdaptiveAveragePooling.region(index, input: size, outputs: outputs)
      return Span(cells: cells, padded: cells.count)
    }
  }

  /// The axes of a pooling layer; a signal has height 1.
  static func axes(of layer: Layer) -> [PoolingAxis] {
    let axes = layer.windows.indices.map { axis in
      PoolingAxis(layer.windows[axis], size: layer.inputShapes[0].extent[axis], outputs: layer.shape.extent[axis])
    }
    return axes.count == 1 ? [PoolingAxis(regions: 1, of: 1)] + axes : axes
  }
}

/// Pooling in the forms that oneDNN lacks: means of clipped windows that count padding, regions of unequal sizes, and LeNet-5's
/// sub-sampling. Every window sees at least one cell of the input.
struct WindowPooling: Kernel {
  enum Reduction {
    /// The mean, over the cells of the padding too or not.
    case average(countsPadding: Bool)
    /// The sum times a weight, plus a bias, of each channel.
    case sum(weight: [Float], bias: [Float])
  }

  struct Planes {
    let batch: Int
    let channels: Int
  }

  private let reduction: Reduction
  private let axes: [PoolingAxis]
  private let planes: Planes

  init(_ reduction: Reduction, _ axes: [PoolingAxis], _ planes: Planes) {
    self.reduction = reduction
    self.axes = axes
    self.planes = planes
  }

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    let cells = axes.reduce(1) { $0 * $1.size }
    let outputs = axes.reduce(1) { $0 * $1.spans.count }
    for plane in 0..<(planes.batch * planes.channels) {
      let source = inputs[0] + plane * cells
      for index in 0..<outputs {
        output[plane * outputs + index] = reduce(source, spans(of: index), plane % planes.channels)
      }
    }
  }

  /// The window of an output on every axis.
  private func spans(of index: Int) -> [PoolingAxis.Span] {
    var rest = index
    let spans = axes.reversed().map { axis in
      defer { rest /= axis.spans.count }
      return axis.spans[rest % axis.spans.count]
    }
    return spans.reversed()
  }

  /// The number of one window.
  private func reduce(_ plane: UnsafePointer<Float>, _ spans: [PoolingAxis.Span], _ channel: Int) -> Float {
    let sum = sum(plane, spans, axis: 0, row: 0)
    switch reduction {
    case .average(let countsPadding):
      let cells = spans.reduce(1) { $0 * (countsPadding ? $1.padded : $1.cells.count) }
      return Float(sum / Double(cells))
    case .sum(let weight, let bias): return Float(sum * Double(weight[channel]) + Double(bias[channel]))
    }
  }

  /// The sum over a window's cells on the axes from `axis` on.
  ///
  /// - Parameter row: index over the axes before.
  private func sum(_ plane: UnsafePointer<Float>, _ spans: [PoolingAxis.Span], axis: Int, row: Int) -> Double {
    guard axis < axes.count else { return Double(plane[row]) }
    return spans[axis].cells.reduce(0) { sum, cell in
      sum + self.sum(plane, spans, axis: axis + 1, row: row * axes[axis].size + cell)
    }
  }
}
