/// Multiplication: the product of all branches, element by element; an axis of size 1 is repeated, as of a gate C×1×1.
public struct Multiplication: LayerKind {
  public static let name = "multiply"
  public static let family = Family.join
  public static let arity = Arity.many
  public static let isCommutative = true

  public init() {}

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape { try Broadcasting.shape(of: inputs) }

  /// Branches − 1 multiplies per element.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplies: (inputs.count - 1) * output.count)
  }
}
