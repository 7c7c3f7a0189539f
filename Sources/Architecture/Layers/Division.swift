/// Division: the first branch by the second, element by element; an axis of size 1 is repeated.
public struct Division: LayerKind {
  public static let name = "divide"
  public static let family = Family.join
  public static let arity = Arity.two

  public init() {}

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape { try Broadcasting.shape(of: inputs) }

  /// One divide per element.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(divides: output.count)
  }
}
