import OneDNN

/// Every index of one axis of the output lies between two of the input.
struct LinearInterpolation: Kernel {
  /// low + (high − low)·share of the numbers at two indices of the input.
  struct Pair: Hashable, Sendable {
    let low: Int
    let high: Int
    let share: Float
  }

  /// The tensor is outer × size × inner.
  let outer: Int
  /// Cells of the input's axis.
  let size: Int
  /// For each cell of the output's axis.
  let pairs: [Pair]
  let inner: Int
  let engine: Engine

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    let outputs = pairs.count
    if inner == 1 {
      engine.parallel(outer) { index in
        let (source, target) = (inputs[0] + index * size, output + index * outputs)
        pairs.withUnsafeBufferPointer { pairs in
          for (x, pair) in pairs.enumerated() {
            target[x] = source[pair.low] + (source[pair.high] - source[pair.low]) * pair.share
          }
        }
      }
    } else {
      engine.parallel(outer * outputs) { index in
        let pair = pairs[index % outputs]
        let plane = inputs[0] + index / outputs * size * inner
        let (low, high) = (plane + pair.low * inner, plane + pair.high * inner)
        let (target, share) = (output + index * inner, pair.share)
        for cell in 0..<inner { target[cell] = low[cell] + (high[cell] - low[cell]) * share }
      }
    }
  }
}
