import Architecture

/// The windows of a layer over all its axes.
struct ReferenceWindows {
  /// One axis of a layer's window.
  struct Axis {
    /// Cells of the kernel.
    let kernel: Int
    /// For each output, the input cells that it reads, those of the padding left out.
    let reads: [[(tap: Int, cell: Int)]]
    /// For each output, how many cells it reads of the padded input.
    let padded: [Int]
  }

  /// Cells of the kernel.
  let taps: Int
  /// Positions of one channel of the input.
  let area: Int
  /// Outputs along each axis.
  let sizes: [Int]
  /// For each output position, row-major, the cells of a channel that it reads, and by which cells of the kernel.
  let reads: [[(tap: Int, cell: Int)]]
  /// For each output position, how many cells it reads of the padded input.
  let padded: [Int]

  /// - Parameter extent: sizes of the input's axes.
  init(_ axes: [Axis], _ extent: [Int]) {
    taps = axes.reduce(1) { $0 * $1.kernel }
    area = extent.reduce(1, *)
    sizes = axes.map(\.reads.count)
    var reads: [[(tap: Int, cell: Int)]] = [[(0, 0)]]
    var padded = [1]
    for (axis, size) in zip(axes, extent) {
      reads = reads.flatMap { outer in
        axis.reads.map { inner in
          outer.flatMap { a in inner.map { (tap: a.tap * axis.kernel + $0.tap, cell: a.cell * size + $0.cell) } }
        }
      }
      padded = padded.flatMap { outer in axis.padded.map { outer * $0 } }
    }
    self.reads = reads
    self.padded = padded
  }

  /// A window that slides.
  init(_ window: WindowArguments, _ extent: [Int]) {
    self.init(extent.indices.map { ReferenceWindows.axis(window, $0, extent[$0]) }, extent)
  }

  /// PyTorch's adaptive pooling: from ⌊i·in/out⌋ to before ⌈(i + 1)·in/out⌉.
  ///
  /// - Parameter outputs: for each axis.
  init(regions outputs: [Int], _ extent: [Int]) {
    let axes = zip(outputs, extent).map { outputs, size in
      let regions = (0..<outputs).map { index in
        let start = (Double(index * size) / Double(outputs)).rounded(.down)
        let end = (Double((index + 1) * size) / Double(outputs)).rounded(.up)
        return Int(start)..<Int(end)
      }
      return Axis(kernel: size, reads: regions.map { $0.map { (0, $0) } }, padded: regions.map(\.count))
    }
    self.init(axes, extent)
  }

  private static func axis(_ window: WindowArguments, _ axis: Int, _ size: Int) -> Axis {
    let kernel = window.kernel[min(axis, window.kernel.count - 1)]
    let stride = window.stride[min(axis, window.stride.count - 1)]
    let dilation = window.dilation[min(axis, window.dilation.count - 1)]
    let reach = (kernel - 1) * dilation
    var before: Int
    var after: Int
    switch window.padding {
    case .cells(let pairs):
      before = pairs[min(axis, pairs.count - 1)].before
      after = pairs[min(axis, pairs.count - 1)].after
    case .same:
      // as little as gives ⌈size/stride⌉ windows, the smaller half before
      let outputs = (size + stride - 1) / stride
      let total = max((outputs - 1) * stride + reach + 1 - size, 0)
      before = total / 2
      after = total - before
    }
    var starts: [Int] = []
    var start = -before
    switch window.rounding {
    case .floor:
      while start + reach < size + after {
        starts.append(start)
        start += stride
      }
    case .ceil:
      // until a window has reached the end; none begins behind the input
      repeat {
        starts.append(start)
        start += stride
      } while start - stride + reach < size + after - 1 && start < size
    }
    return Axis(
      kernel: kernel,
      reads: starts.map { start in
        (0..<kernel).map { (tap: $0, cell: start + $0 * dilation) }.filter { (0..<size).contains($0.cell) }
      },
      // Caffe and PyTorch: a last window that is clipped has fewer cells, also of the padding.
      padded: starts.map { start in (0..<kernel).count { start + $0 * dilation < size + after } })
  }
}
