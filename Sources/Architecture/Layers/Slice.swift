/// A part of an axis: cells from `start` up to `end`, which is left out, every `step`-th of them. Channels are split by
/// several slices.
public struct Slice: LayerKind {
  public static let name = "slice"
  public static let family = Family.shape

  public let start: Int
  public let end: Int
  /// 0 for the channels.
  public let axis: Int
  public let step: Int

  public init(_ range: Range<Int>, axis: Int = 0, step: Int = 1) {
    start = range.lowerBound
    end = range.upperBound
    self.axis = axis
    self.step = step
  }

  public var attributes: [Attribute] {
    [
      Attribute("range", .integers([start, end])), Attribute("axis", axis, default: 0),
      Attribute("step", step, default: 1),
    ]
  }

  /// ⌈(end − start)/step⌉ cells are left of the axis.
  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    var dimensions = inputs[0].dimensions
    guard dimensions.indices.contains(axis) else { throw .noAxis(axis, input: inputs[0]) }
    guard start >= 0, end > start, end <= dimensions[axis], step >= 1, step <= Shape.largestDimension else {
      throw .cut(start: start, end: end, size: dimensions[axis])
    }
    dimensions[axis] = (end - start + step - 1) / step
    return try Shape(dimensions: dimensions)
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    guard axis > 0 else { return .pointwise }
    return .axes(
      output.extent.indices.map {
        .cells($0 == axis - 1 ? AxisMap(scale: step, first: start, last: start) : .identity)
      })
  }

  public var kept: Kept { .nothing }
}
