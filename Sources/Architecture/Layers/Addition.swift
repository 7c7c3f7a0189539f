/// Addition: the sum of all branches, element by element, as in a residual connection.
public struct Addition: LayerKind {
  public static let name = "add"
  public static let family = Family.join
  public static let arity = Arity.many

  public init() {}

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    if let other = inputs.firstIndex(where: { $0 != inputs[0] }) {
      throw .addition(first: inputs[0], branch: other, size: inputs[other])
    }
    return inputs[0]
  }

  /// Branches − 1 adds per element.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(adds: (inputs.count - 1) * output.count)
  }
}
