/// Exponentiation: the first branch to the power of the second, element by element; an axis of size 1 is repeated.
public struct Exponentiation: LayerKind {
  public static let name = "raise"
  public static let family = Family.join
  public static let arity = Arity.two

  public init() {}

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape { try Broadcasting.shape(of: inputs) }

  /// One power per element.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(exponentials: output.count)
  }
}
