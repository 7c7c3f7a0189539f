/// Resizing of maps: each output cell is the nearest input cell, or a mean of the two nearest on each axis by distance.
///
/// Source: PyTorch's `interpolate`, ONNX's `Resize`.
public struct Resize: LayerKind {
  public static let name = "resize"
  public static let family = Family.shape

  public enum Size: Hashable, Sendable {
    /// out = ⌊in·scale⌋: one number for all axes, or one per axis.
    case scale([Double])
    case cells([Int])
  }

  public enum Interpolation: String, CaseIterable, Hashable, Sendable {
    case nearest, linear
  }

  /// Where output cell i lies among the input cells.
  public enum Coordinates: String, CaseIterable, Hashable, Sendable {
    /// i·in/out.
    case asymmetric
    /// (i + ½)·in/out − ½.
    case halfPixel = "half_pixel"
    /// i·(in − 1)/(out − 1): the first and the last cells lie on each other.
    case alignCorners = "align_corners"
  }

  public let size: Size
  public let interpolation: Interpolation
  public let coordinates: Coordinates

  public init(_ size: Size, interpolation: Interpolation = .nearest, coordinates: Coordinates? = nil) {
    self.size = size
    self.interpolation = interpolation
    self.coordinates = coordinates ?? Resize.usual(interpolation)
  }

  /// What PyTorch does where nothing is stated.
  private static func usual(_ interpolation: Interpolation) -> Coordinates {
    interpolation == .nearest ? .asymmetric : .halfPixel
  }

  public var attributes: [Attribute] {
    let size =
      switch size {
      case .scale(let factors):
        Attribute("scale", factors.count == 1 ? .number(factors[0]) : .numbers(factors))
      case .cells(let cells): Attribute("size", perAxis: cells)
      }
    return [
      size, Attribute("mode", interpolation.rawValue, default: Interpolation.nearest.rawValue),
      Attribute("coordinates", coordinates.rawValue, default: Resize.usual(interpolation).rawValue),
    ]
  }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    let input = inputs[0]
    guard !input.isVector else { throw .noPositions(operation: .resizing, input: input) }
    let output = try Shape(channels: input.channels, extent: extent(of: input))
    // Below which `map` cannot overflow.
    for (from, to) in zip(input.extent, output.extent) {
      try Limits.check([from, to], atMost: Limits.operations, .elements)
    }
    return output
  }

  private func extent(of input: Shape) throws(SizeError) -> [Int] {
    let axes = input.extent.count
    switch size {
    case .cells(let cells):
      guard cells.count == 1 || cells.count == axes else {
        throw .wrongAxes(.size, count: cells.count, input: input)
      }
      return cells.count == 1 ? input.extent.map { _ in cells[0] } : cells
    case .scale(let factors):
      guard factors.count == 1 || factors.count == axes else {
        throw .wrongAxes(.scale, count: factors.count, input: input)
      }
      var extent: [Int] = []
      for (axis, size) in input.extent.enumerated() {
        let cells = (Double(size) * (factors.count == 1 ? factors[0] : factors[axis])).rounded(.down)
        guard cells >= 1, cells <= Double(Shape.largestDimension) else {
          throw cells >= 1 ? .largeDimension(Shape.largestDimension + 1) : .impossibleDimension(0)
        }
        extent.append(Int(cells))
      }
      return extent
    }
  }

  /// Nearest: nothing. Linear, per axis of the output: a subtraction of the two cells, a multiply and an add, counted as
  /// 2ⁿ − 1 interpolations for n axes.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    guard interpolation == .linear else { return Arithmetic() }
    let interpolations = 1 << output.extent.count - 1
    return Arithmetic(multiplies: interpolations, adds: 2 * interpolations) * output.count
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    .axes(output.extent.indices.map { .cells(map(axis: $0, from: inputs[0].extent[$0], to: output.extent[$0])) })
  }

  /// How many cells of the input lie on how many of the output. A scale that was given is taken as it is, also where
  /// in·scale is no whole number, as PyTorch and ONNX do.
  public func ratio(axis: Int, from inputs: Int, to outputs: Int) -> (inputs: Int, outputs: Int) {
    guard case .scale(let factors) = size else { return (inputs, outputs) }
    let factor = factors.count == 1 ? factors[0] : factors[axis]
    for divisor in 1...1000 {
      let product = factor * Double(divisor)
      if abs(product - product.rounded()) < 1e-9, (1...Double(Limits.window)).contains(product.rounded()) {
        return (divisor, Int(product.rounded()))
      }
    }
    return (inputs, outputs)
  }

  /// Which cells of an axis of `inputs` cells each of `outputs` cells reads; a linear weight of zero reads nothing.
  public func map(axis: Int, from inputs: Int, to outputs: Int) -> AxisMap {
    // Cell i lies at (i·scale + offset)/divisor.
    let (from, to) = ratio(axis: axis, from: inputs, to: outputs)
    let (scale, offset, divisor) =
      switch coordinates {
      case .asymmetric: (from, 0, to)
      case .halfPixel: (2 * from, from - to, 2 * to)
      case .alignCorners: outputs == 1 ? (0, 0, 1) : (inputs - 1, 0, outputs - 1)
      }
    switch interpolation {
    // ⌊x⌋ for asymmetric, and the nearer one, ⌊x + ½⌋, for the others.
    case .nearest:
      let half = coordinates == .asymmetric ? 0 : divisor
      return AxisMap(
        scale: 2 * scale, first: 2 * offset + half - 2 * divisor + 1, last: 2 * offset + half, divisor: 2 * divisor,
        border: .replicated)
    // ⌊x⌋ and ⌈x⌉.
    case .linear:
      return AxisMap(
        scale: scale, first: offset - divisor + 1, last: offset + divisor - 1, divisor: divisor, border: .replicated)
    }
  }

  public var kept: Kept { .nothing }
}
