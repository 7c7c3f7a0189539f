/// The logarithm of softmax over the channels, or along another axis: xᵢ − log Σ exp(xⱼ), at each position.
public struct LogSoftmax: LayerKind {
  public static let name = "log_softmax"
  public static let family = Family.activation

  /// 0 for the channels.
  public let axis: Int

  public init(axis: Int = 0) { self.axis = axis }

  public var attributes: [Attribute] { [Attribute("axis", axis, default: 0)] }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    guard inputs[0].dimensions.indices.contains(axis) else { throw .noAxis(axis, input: inputs[0]) }
    return inputs[0]
  }

  /// Per position with n channels: n exponentials and a logarithm, n − 1 adds, n subtractions.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    let positions = output.count / output.dimensions[axis]
    return Arithmetic(adds: 2 * output.count - positions, exponentials: output.count + positions)
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    axis == 0 ? .pointwise : .axes(output.extent.indices.map { $0 == axis - 1 ? .all : .cells(.identity) })
  }
}
