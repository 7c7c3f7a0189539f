/// What is left of a shape when axes are reduced to one number: what mean and maximum over axes share.
public struct Reduction: Hashable, Sendable {
  /// Axes that are reduced, 0 being the channels; none twice.
  public let axes: [Int]
  /// Whether reduced axes stay, with size 1.
  public let keepsAxes: Bool

  public init(axes: [Int], keepsAxes: Bool = false) {
    self.axes = axes
    self.keepsAxes = keepsAxes
  }

  var attributes: [Attribute] { [Attribute("axes", .integers(axes)), Attribute("keep", keepsAxes, default: false)] }

  func output(of input: Shape) throws(SizeError) -> Shape {
    if let wrong = axes.first(where: { !input.dimensions.indices.contains($0) }) { throw .noAxis(wrong, input: input) }
    if axes.isEmpty || Set(axes).count != axes.count { throw .noOrder(axes, input: input) }
    let dimensions = input.dimensions.enumerated().compactMap { axis, size -> Int? in
      axes.contains(axis) ? (keepsAxes ? 1 : nil) : size
    }
    return try Shape(dimensions: dimensions.isEmpty ? [1] : dimensions)
  }

  /// Spatial axes that are reduced are read as a whole. Where some of them go away, positions are no longer those of the
  /// image's axes, unless all go.
  func connectivity(_ input: Shape, _ output: Shape) -> Connectivity {
    let isSpatial = axes.contains { $0 > 0 }
    let goesAway = !keepsAxes && (axes.contains(0) || isSpatial)
    if Set(1..<input.dimensions.count).isSubset(of: axes) { return .whole }
    if goesAway { return .unknown }
    if !isSpatial { return .pointwise }
    return .axes(output.extent.indices.map { axes.contains($0 + 1) ? .all : .cells(.identity) })
  }
}
