import OneDNN

/// The mean or the largest of the numbers along one axis, in double precision.
struct AxisReduction: Kernel {
  enum Function: Sendable {
    case mean
    case maximum
  }

  let function: Function
  /// The tensor is outer × size × inner, and becomes outer × inner.
  let outer: Int
  let size: Int
  let inner: Int
  let engine: Engine

  /// Neighbours that are reduced together.
  private static let share = 256

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    if inner == 1 {
      return engine.parallel(outer) { index in output[index] = reduced(inputs[0] + index * size) }
    }
    let parts = (inner + AxisReduction.share - 1) / AxisReduction.share
    engine.parallel(outer * parts) { index in
      let first = index % parts * AxisReduction.share
      let source = inputs[0] + index / parts * size * inner + first
      reduce(source, count: min(AxisReduction.share, inner - first), to: output + index / parts * inner + first)
    }
  }

  /// Of numbers that follow each other.
  private func reduced(_ source: UnsafePointer<Float>) -> Float {
    switch function {
    case .mean:
      var sums = SIMD8<Double>.zero
      let whole = size / 8 * 8
      for start in stride(from: 0, to: whole, by: 8) {
        sums += SIMD8<Double>(UnsafeRawPointer(source + start).loadUnaligned(as: SIMD8<Float>.self))
      }
      var sum = sums.sum()
      for cell in whole..<size { sum += Double(source[cell]) }
      return Float(sum / Double(size))
    case .maximum:
      var largest = source[0]
      for cell in 1..<max(1, size) where source[cell] > largest || source[cell].isNaN { largest = source[cell] }
      return largest
    }
  }

  /// Of each of some neighbours.
  private func reduce(_ source: UnsafePointer<Float>, count: Int, to target: UnsafeMutablePointer<Float>) {
    switch function {
    case .mean:
      withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { sums in
        sums.initialize(repeating: 0)
        for row in 0..<size {
          let line = source + row * inner
          for cell in 0..<count { sums[cell] += Double(line[cell]) }
        }
        for cell in 0..<count { target[cell] = Float(sums[cell] / Double(size)) }
      }
    case .maximum:
      target.update(from: source, count: count)
      for row in 1..<max(1, size) {
        let line = source + row * inner
        for cell in 0..<count where line[cell] > target[cell] || line[cell].isNaN { target[cell] = line[cell] }
      }
    }
  }
}
