/// Sigmoid linear unit, "swish": x/(1 + exp(−x)).
///
/// Source: Ramachandran, Zoph, Le, "Searching for activation functions", 2017.
public struct SiLU: LayerKind {
  public static let name = "silu"
  public static let family = Family.activation

  public init() {}

  /// Per element: an exponential, an add, a divide.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(adds: 1, divides: 1, exponentials: 1) * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
