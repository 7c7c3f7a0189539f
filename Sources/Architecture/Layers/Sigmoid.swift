/// Logistic function: 1/(1 + exp(−x)).
public struct Sigmoid: LayerKind {
  public static let name = "sigmoid"
  public static let family = Family.activation

  public init() {}

  /// Per element: an exponential, an add, a divide.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(adds: 1, divides: 1, exponentials: 1) * output.count
  }

  public var kept: Kept { .output }
}
