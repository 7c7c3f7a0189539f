/// Group normalization: channels are cut into groups, and each group of an image is brought to mean 0 and variance 1, then
/// scaled and shifted channel by channel.
///
/// Source: Wu, He, "Group normalization", ECCV 2018.
public struct GroupNormalization: LayerKind {
  public static let name = "group_norm"
  public static let family = Family.normalization

  public let groups: Int
  public let epsilon: Double
  public let isAffine: Bool

  public init(groups: Int, epsilon: Double = 1e-5, isAffine: Bool = true) {
    self.groups = groups
    self.epsilon = epsilon
    self.isAffine = isAffine
  }

  public var attributes: [Attribute] {
    [
      Attribute("groups", groups), Attribute("epsilon", epsilon, default: 1e-5),
      Attribute("affine", isAffine, default: true),
    ]
  }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    guard groups > 0, inputs[0].channels % groups == 0 else {
      throw .channelGroups(groups, channels: inputs[0].channels)
    }
    return inputs[0]
  }

  /// weight γ and bias β: one number per channel each.
  public func parameters(for inputs: [Shape]) -> [Parameter] {
    let channels = [inputs[0].channels]
    return isAffine ? [Parameter("weight", channels, .weight), Parameter("bias", channels, .bias)] : []
  }

  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    NormalizationCost.of(elements: output.count, groups: groups, isAffine: isAffine)
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity { .axes(output.extent.map { _ in .all }) }
}
