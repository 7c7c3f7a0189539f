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

  /// The two axes of a pooling layer; a signal has height 1.
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
    let (rows, columns) = (axes[0], axes[1])
    for plane in 0..<(planes.batch * planes.channels) {
      let source = inputs[0] + plane * rows.size * columns.size
      let target = output + plane * rows.spans.count * columns.spans.count
      for (y, row) in rows.spans.enumerated() {
        for (x, column) in columns.spans.enumerated() {
          target[y * columns.spans.count + x] = reduce(source, row, column, plane % planes.channels)
        }
      }
    }
  }

  /// The number of one window.
  private func reduce(
    _ plane: UnsafePointer<Float>, _ row: PoolingAxis.Span, _ column: PoolingAxis.Span, _ channel: Int
  ) -> Float {
    let width = axes[1].size
    var sum = 0.0
    for y in row.cells {
      for x in column.cells { sum += Double(plane[y * width + x]) }
    }
    switch reduction {
    case .average(let countsPadding):
      let cells = countsPadding ? row.padded * column.padded : row.cells.count * column.cells.count
      return Float(sum / Double(cells))
    case .sum(let weight, let bias): return Float(sum * Double(weight[channel]) + Double(bias[channel]))
    }
  }
}
