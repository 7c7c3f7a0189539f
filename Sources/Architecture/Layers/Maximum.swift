/// Max-out: the largest of all branches, element by element; an axis of size 1 is repeated.
///
/// Source: Goodfellow et al., "Maxout networks", ICML 2013.
public struct Maximum: LayerKind {
  public static let name = "maximum"
  public static let family = Family.join
  public static let arity = Arity.many
  public static let isCommutative = true

  public init() {}

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape { try Broadcasting.shape(of: inputs) }

  /// Branches − 1 compares per element.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(compares: (inputs.count - 1) * output.count)
  }
}
