/// Softmax over the channels: exp(xᵢ)/Σ exp(xⱼ), at each position.
public struct Softmax: LayerKind {
  public static let name = "softmax"
  public static let family = Family.activation

  public init() {}

  /// Per position with n channels: n exponentials, n − 1 adds, n divides.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(adds: output.count - output.area, divides: output.count, exponentials: output.count)
  }
}
