/// Mish: x·tanh(ln(1 + exp x)), which is x·(e² + 2e)/(e² + 2e + 2) with e = exp x.
///
/// Source: Misra, "Mish: a self regularized non-monotonic activation function", 2019.
public struct Mish: LayerKind {
  public static let name = "mish"
  public static let family = Family.activation

  public init() {}

  /// Per element: an exponential e, e·(e + 2) with its add, one more add, a divide, and a multiply by x.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplies: 2, adds: 2, divides: 1, exponentials: 1) * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
