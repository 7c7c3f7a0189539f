import Architecture

extension Lowering {
  static let resize = Lowering(Resize.self) { kind, context in
    let (input, output) = (context.layer.inputShapes[0], context.layer.shape)
    let pairs = kind.pairs(input, output)
    switch kind.interpolation {
    case .nearest: return try context.planner.mapped(context, pairs.map { $0.map(\.low) })
    case .linear: return try context.planner.interpolated(context, pairs)
    }
  }
}

extension Resize {
  /// For each spatial axis and each cell of the output the two cells of the input between which it lies; of the nearest, twice
  /// the same.
  func pairs(_ input: Shape, _ output: Shape) -> [[LinearInterpolation.Pair]] {
    input.extent.indices.map { axis in
      let size = input.extent[axis]
      return (0..<output.extent[axis]).map { cell in
        let place = place(cell, axis, input: size, outputs: output.extent[axis])
        let low = min(max(place.cell, 0), size - 1)
        guard interpolation == .linear, place.cell >= 0 else {
          return LinearInterpolation.Pair(low: low, high: low, share: 0)
        }
        return LinearInterpolation.Pair(low: low, high: min(place.cell + 1, size - 1), share: Float(place.share))
      }
    }
  }

  /// Where an output cell lies in the input: the cell at or before it, and how far it is on the way to the next, below 1. Of the
  /// nearest, the cell alone.
  ///
  /// Whole numbers, as fractions that are rounded would take the wrong one of two cells (PyTorch's `UpSample.h`).
  private func place(_ cell: Int, _ axis: Int, input: Int, outputs: Int) -> (cell: Int, share: Double) {
    let (from, to) = ratio(axis: axis, from: input, to: outputs)
    var (numerator, divisor) =
      switch coordinates {
      case .asymmetric: (cell * from, to)
      case .halfPixel: ((2 * cell + 1) * from - to, 2 * to)
      case .alignCorners: outputs == 1 ? (0, 1) : (cell * (input - 1), outputs - 1)
      }
    if interpolation == .nearest && coordinates != .asymmetric {
      // The nearer one: ⌊x + ½⌋.
      (numerator, divisor) = (2 * numerator + divisor, 2 * divisor)
    }
    guard numerator >= 0 else { return (-1, 0) }
    return (numerator / divisor, Double(numerator % divisor) / Double(divisor))
  }
}
