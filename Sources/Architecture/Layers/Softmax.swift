/// Softmax over the channels, or along another axis: exp(xᵢ)/Σ exp(xⱼ), at each position.
public struct Softmax: LayerKind {
  public static let name = "softmax"
  public static let family = Family.activation

  /// 0 for the channels.
  public let axis: Int

  public init(axis: Int = 0) { self.axis = axis }

  public var attributes: [Attribute] { [Attribute("axis", axis, default: 0)] }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    guard inputs[0].dimensions.indices.contains(axis) else { throw .noAxis(axis, input: inputs[0]) }
    return inputs[0]
  }

  /// Per position with n channels: n exponentials, n − 1 adds, n divides.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(
      adds: output.count - output.count / output.dimensions[axis], divides: output.count, exponentials: output.count)
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    axis == 0 ? .pointwise : .axes(output.extent.indices.map { $0 == axis - 1 ? .all : .cells(.identity) })
  }

  public var kept: Kept { .output }
}
