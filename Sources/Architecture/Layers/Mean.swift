/// The mean over chosen axes: over height and width it is a global average pooling.
public struct Mean: LayerKind {
  public static let name = "mean"
  public static let family = Family.pooling

  public let reduction: Reduction

  public init(_ reduction: Reduction) { self.reduction = reduction }

  public var attributes: [Attribute] { reduction.attributes }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape { try reduction.output(of: inputs[0]) }

  /// Per output: an add less than it has inputs, and one divide.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(adds: inputs[0].count - output.count, divides: output.count)
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    reduction.connectivity(inputs[0], output)
  }

  public var kept: Kept { .nothing }
}
