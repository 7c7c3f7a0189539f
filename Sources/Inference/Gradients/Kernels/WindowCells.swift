import Architecture

/// The cells of one axis of the input that every output of a sliding window reads, those of the padding left out.
struct WindowCells {
  /// One output's: the first, how many, and how far apart.
  struct Span {
    let first: Int
    let count: Int
    let step: Int
    /// With the cells of the padding; a window that is clipped at the end of the padding has fewer.
    let padded: Int
  }

  /// Cells of the input.
  let size: Int
  let spans: [Span]

  /// A window that slides.
  init(_ window: Window, size: Int, outputs: Int) {
    self.size = size
    let step = window.dilation
    spans = (0..<outputs).map { index in
      let start = index * window.stride - window.before
      // Cells of the kernel before the input, and those up to its end and to the padding's.
      let before = min(window.kernel, start < 0 ? (-start + step - 1) / step : 0)
      func cells(before end: Int) -> Int { start < end ? min(window.kernel, (end - start + step - 1) / step) : 0 }
      return Span(
        first: start + before * step, count: max(0, cells(before: size) - before), step: step,
        padded: cells(before: size + window.after))
    }
  }

  /// The regions of adaptive pooling.
  init(regions outputs: Int, of size: Int) {
    self.size = size
    spans = (0..<outputs).map { index in
      let cells = AdaptiveAveragePooling.region(index, input: size, outputs: outputs)
      return Span(first: cells.lowerBound, count: cells.count, step: 1, padded: cells.count)
    }
  }
}

/// The windows of a pooling layer over up to three axes, depth first.
struct PoolingWindows {
  private let axes: [WindowCells]

  /// - Returns: nil for more than three axes.
  init?(_ axes: [WindowCells]) {
    guard axes.count <= 3 else { return nil }
    self.axes = Array(repeating: WindowCells(regions: 1, of: 1), count: 3 - axes.count) + axes
  }

  /// Cells of the input's plane, and of the output's.
  var cells: Int { axes.reduce(1) { $0 * $1.size } }
  var outputs: Int { axes.reduce(1) { $0 * $1.spans.count } }

  /// Hands on each window of a plane: the output's index, how many cells it has, with padding too, and what visits them in
  /// row-major order.
  func forEach(_ use: (Int, (cells: Int, padded: Int), ((Int) -> Void) -> Void) -> Void) {
    var output = 0
    for z in axes[0].spans {
      for y in axes[1].spans {
        for x in axes[2].spans {
          let counts = (cells: z.count * y.count * x.count, padded: z.padded * y.padded * x.padded)
          use(output, counts) { visit in
            for plane in 0..<z.count {
              for row in 0..<y.count {
                let line = ((z.first + plane * z.step) * axes[1].size + y.first + row * y.step) * axes[2].size
                for column in 0..<x.count { visit(line + x.first + column * x.step) }
              }
            }
          }
          output += 1
        }
      }
    }
  }
}
