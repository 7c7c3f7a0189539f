import Architecture

extension Lowering {
  static let resize = Lowering(Resize.self) { kind, context in
    let (sizes, outputs) = (context.layer.inputShapes[0].extent, context.layer.shape.extent)
    let places = sizes.indices.map { axis in
      (0..<outputs[axis]).map { kind.place($0, axis, input: sizes[axis], outputs: outputs[axis]) }
    }
    switch kind.interpolation {
    case .nearest:
      return try context.planner.mapped(
        context, zip(places, sizes).map { places, size in places.map { min($0.cell, size - 1) } })
    case .linear:
      return try context.planner.interpolated(
        context,
        zip(places, sizes).map { places, size in
          places.map { place in
            place.cell < 0
              ? LinearInterpolation.Pair(low: 0, high: 0, share: 0)
              : LinearInterpolation.Pair(
                low: min(place.cell, size - 1), high: min(place.cell + 1, size - 1), share: Float(place.share))
          }
        })
    }
  }
}

extension Resize {
  /// Where an output cell lies in the input: the cell at or before it, and how far it is on the way to the next, below 1. Of the
  /// nearest, the cell alone.
  ///
  /// Whole numbers, as fractions that are rounded would take the wrong one of two cells (PyTorch's `UpSample.h`).
  fileprivate func place(_ cell: Int, _ axis: Int, input: Int, outputs: Int) -> (cell: Int, share: Double) {
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
