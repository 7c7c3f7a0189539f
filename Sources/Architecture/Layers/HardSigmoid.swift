/// Hard sigmoid: clip(alpha·x + beta, 0, 1).
///
/// PyTorch's alpha is 1/6, ONNX's and old Keras's 0.2; beta is ½.
public struct HardSigmoid: LayerKind {
  public static let name = "hard_sigmoid"
  public static let family = Family.activation

  public let alpha: Double
  public let beta: Double

  public init(alpha: Double = 1.0 / 6, beta: Double = 0.5) {
    self.alpha = alpha
    self.beta = beta
  }

  public var attributes: [Attribute] {
    [Attribute("alpha", alpha, default: 1.0 / 6), Attribute("beta", beta, default: 0.5)]
  }

  /// Per element: a multiply, an add, two compares.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplies: 1, adds: 1, compares: 2) * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }

  public var kept: Kept { .output }
}
