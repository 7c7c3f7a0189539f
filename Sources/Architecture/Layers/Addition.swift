/// Addition: the sum of all branches, element by element, as in a residual connection.
public struct Addition: LayerKind {
  public static let keyword = "add"
  public static let kind = "add"
  public static let joins = true

  public init(_ arguments: inout ArgumentReader) {}

  public func output(of inputs: [Shape]) throws(Misfit) -> Shape {
    if let other = inputs.firstIndex(where: { $0 != inputs[0] }) {
      throw Misfit(
        "branches do not add up: branch 1 is \(inputs[0]) and branch \(other + 1) is \(inputs[other]); "
          + "all sizes must be equal")
    }
    return inputs[0]
  }

  /// Branches − 1 adds per element.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(adds: (inputs.count - 1) * output.count)
  }
}
