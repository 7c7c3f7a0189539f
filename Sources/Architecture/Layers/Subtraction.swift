/// Subtraction: the first branch less the second, element by element; an axis of size 1 is repeated.
public struct Subtraction: LayerKind {
  public static let name = "subtract"
  public static let family = Family.join
  public static let arity = Arity.two

  public init() {}

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape { try Broadcasting.shape(of: inputs) }

  /// One subtraction per element.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(adds: output.count)
  }
}
