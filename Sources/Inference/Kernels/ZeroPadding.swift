import OneDNN

/// Zeros around each channel: oneDNN's fast convolution with large kernels and strides takes none of its own.
struct ZeroPadding: Kernel {
  /// N×C×H×W without the zeros.
  let sizes: [Int]
  /// Rows and columns of zeros in front, and behind.
  let before: [Int]
  let after: [Int]
  let engine: Engine

  /// N×C×H×W with the zeros.
  var padded: [Int] { sizes[..<2] + (0...1).map { before[$0] + sizes[$0 + 2] + after[$0] } }

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    let (height, width) = (sizes[2], sizes[3])
    let (rows, columns) = (padded[2], padded[3])
    engine.parallel(sizes[0] * sizes[1] * rows) { index in
      let (plane, row) = (index / rows, index % rows)
      let line = output + index * columns
      guard (before[0]..<(before[0] + height)).contains(row) else {
        return line.update(repeating: 0, count: columns)
      }
      line.update(repeating: 0, count: before[1])
      (line + before[1]).update(from: inputs[0] + (plane * height + row - before[0]) * width, count: width)
      (line + before[1] + width).update(repeating: 0, count: after[1])
    }
  }
}
