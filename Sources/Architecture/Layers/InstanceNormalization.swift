/// Instance normalization: every channel of an image is brought to mean 0 and variance 1.
///
/// Source: Ulyanov, Vedaldi, Lempitsky, "Instance normalization", 2016.
public struct InstanceNormalization: LayerKind {
  public static let name = "instance_norm"
  public static let family = Family.normalization

  public let epsilon: Double
  public let isAffine: Bool

  public init(epsilon: Double = 1e-5, isAffine: Bool = false) {
    self.epsilon = epsilon
    self.isAffine = isAffine
  }

  public var attributes: [Attribute] {
    [Attribute("epsilon", epsilon, default: 1e-5), Attribute("affine", isAffine, default: false)]
  }

  /// weight γ and bias β: one number per channel each.
  public func parameters(for inputs: [Shape]) -> [Parameter] {
    let channels = [inputs[0].channels]
    return isAffine ? [Parameter("weight", channels, .weight), Parameter("bias", channels, .bias)] : []
  }

  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    NormalizationCost.of(elements: output.count, groups: output.channels, isAffine: isAffine)
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity { .axes(output.extent.map { _ in .all }) }
}
