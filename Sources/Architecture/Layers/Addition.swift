/// Addition: the sum of all branches, element by element, as in a residual connection; an axis of size 1 is repeated.
public struct Addition: LayerKind {
  public static let name = "add"
  public static let family = Family.join
  public static let arity = Arity.many
  public static let isCommutative = true

  public init() {}

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    do {
      return try Broadcasting.shape(of: inputs)
    } catch .broadcast(_, let branch, let size) {
      throw .addition(first: inputs[0], branch: branch, size: size)
    }
  }

  /// Branches − 1 adds per element.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(adds: (inputs.count - 1) * output.count)
  }

  public var kept: Kept { .nothing }
}
