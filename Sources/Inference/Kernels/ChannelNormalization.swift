import OneDNN

/// A normalization over the channels at each position. It may overwrite its input.
struct ChannelNormalization: Kernel {
  enum Function: Sendable {
    /// (x − mean)/√(variance + ε), then a factor and a summand for each channel; empty for none.
    case standard(epsilon: Double, scale: [Float], shift: [Float])
    /// x / max(√Σx², ε).
    case length(epsilon: Double)
  }

  let function: Function
  let images: Int
  let channels: Int
  /// Positions of one channel.
  let area: Int
  let engine: Engine

  /// Positions that a thread takes at a time.
  private static let share = 128

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    let parts = (area + ChannelNormalization.share - 1) / ChannelNormalization.share
    engine.parallel(images * parts) { index in
      let first = index % parts * ChannelNormalization.share
      let offset = index / parts * channels * area + first
      let count = min(ChannelNormalization.share, area - first)
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * count) { room in
        room.initialize(repeating: 0)
        guard let start = room.baseAddress else { return }
        normalize(inputs[0] + offset, count, start, start + count, to: output + offset)
      }
    }
  }

  /// Normalizes some positions.
  ///
  /// - Parameters:
  ///   - means, squares: zeros, one for each position.
  private func normalize(
    _ source: UnsafePointer<Float>, _ count: Int, _ means: UnsafeMutablePointer<Double>,
    _ squares: UnsafeMutablePointer<Double>, to target: UnsafeMutablePointer<Float>
  ) {
    var (scale, shift): ([Float], [Float]) = ([], [])
    switch function {
    case .standard(let epsilon, let factors, let summands):
      (scale, shift) = (factors, summands)
      for channel in 0..<channels {
        for x in 0..<count { means[x] += Double(source[channel * area + x]) }
      }
      for x in 0..<count { means[x] /= Double(channels) }
      sumSquares(source, count, means, squares)
      for x in 0..<count { squares[x] = 1 / (squares[x] / Double(channels) + epsilon).squareRoot() }
    case .length(let epsilon):
      sumSquares(source, count, means, squares)
      for x in 0..<count { squares[x] = 1 / max(squares[x].squareRoot(), epsilon) }
    }
    for channel in 0..<channels {
      let (line, goal) = (source + channel * area, target + channel * area)
      let slope = scale.isEmpty ? 1 : Double(scale[channel])
      let summand = shift.isEmpty ? 0 : Double(shift[channel])
      for x in 0..<count { goal[x] = Float((Double(line[x]) - means[x]) * squares[x] * slope + summand) }
    }
  }

  /// Adds the squared distances from the means.
  private func sumSquares(
    _ source: UnsafePointer<Float>, _ count: Int, _ means: UnsafePointer<Double>,
    _ squares: UnsafeMutablePointer<Double>
  ) {
    for channel in 0..<channels {
      for x in 0..<count {
        let distance = Double(source[channel * area + x]) - means[x]
        squares[x] += distance * distance
      }
    }
  }
}
