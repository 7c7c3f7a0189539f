/// The maximum over chosen axes: over height and width it is a global max pooling.
public struct Max: LayerKind {
  public static let name = "max"
  public static let family = Family.pooling

  public let reduction: Reduction

  public init(_ reduction: Reduction) { self.reduction = reduction }

  public var attributes: [Attribute] { reduction.attributes }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape { try reduction.output(of: inputs[0]) }

  /// Per output: a compare less than it has inputs.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(compares: inputs[0].count - output.count)
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    reduction.connectivity(inputs[0], output)
  }

  public var kept: Kept { .indices }
}
