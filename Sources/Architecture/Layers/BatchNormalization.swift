/// Batch normalization: (x − mean)/√(variance + ε) · γ + β, channel by channel.
///
/// Source: Ioffe, Szegedy 2015, algorithms 1 and 2.
public struct BatchNormalization: LayerKind {
  public static let name = "batch_norm"
  public static let family = Family.normalization

  public let epsilon: Double
  /// Whether there are a learned scale γ and shift β.
  public let isAffine: Bool
  /// Whether γ is there too where it is affine: Keras's Inception networks learn the shift alone.
  public let hasScale: Bool

  /// - Parameter hasScale: does not count where it is not affine.
  public init(epsilon: Double, isAffine: Bool, hasScale: Bool = true) {
    self.epsilon = epsilon
    self.isAffine = isAffine
    self.hasScale = hasScale && isAffine
  }

  public var attributes: [Attribute] {
    [
      Attribute("epsilon", epsilon, default: 1e-5), Attribute("affine", isAffine, default: true),
      Attribute("scale", hasScale, default: isAffine),
    ]
  }

  /// weight γ, bias β and the two running statistics: one number per channel each.
  public func parameters(for inputs: [Shape]) -> [Parameter] {
    let channels = [inputs[0].channels]
    let scale = hasScale ? [Parameter("weight", channels, .weight)] : []
    let shift = isAffine ? [Parameter("bias", channels, .bias)] : []
    let statistics = [Parameter("running_mean", channels, .statistic), Parameter("running_var", channels, .statistic)]
    return scale + shift + statistics
  }

  /// Inference: one multiply and one add per element, the statistics folded into scale and shift.
  ///
  /// Training, per element: an add for the mean; a subtraction, a multiply and an add for the variance; a multiply to
  /// normalize; a multiply for γ and an add for β. Per channel: two divides and a root.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    switch mode {
    case .inference: Arithmetic(multiplies: 1, adds: 1) * output.count
    case .training:
      Arithmetic(multiplies: hasScale ? 3 : 2, adds: isAffine ? 4 : 3) * output.count
        + Arithmetic(divides: 2, exponentials: 1) * output.channels
    }
  }
}
