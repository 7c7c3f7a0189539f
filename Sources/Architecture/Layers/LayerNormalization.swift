/// Layer normalization: (x − mean)/√(variance + ε) · γ + β, mean and variance taken for each image of what `span` says.
///
/// Source: Ba, Kiros, Hinton, "Layer normalization", 2016; over the channels of each position as in ConvNeXt (Liu et al. 2022).
public struct LayerNormalization: LayerKind {
  public static let name = "layer_norm"
  public static let family = Family.normalization

  /// What is normalized together.
  public enum Span: String, CaseIterable, Hashable, Sendable {
    /// The channels of each position: axis 0.
    case channels
    /// All of an image.
    case all
    /// The last axis: the features of each token.
    case last
  }

  public let span: Span
  public let epsilon: Double
  public let isAffine: Bool

  public init(over span: Span = .channels, epsilon: Double = 1e-5, isAffine: Bool = true) {
    self.span = span
    self.epsilon = epsilon
    self.isAffine = isAffine
  }

  public var attributes: [Attribute] {
    [
      Attribute("over", span.rawValue, default: Span.channels.rawValue), Attribute("epsilon", epsilon, default: 1e-5),
      Attribute("affine", isAffine, default: true),
    ]
  }

  /// Sizes of what is normalized together.
  public func normalized(_ input: Shape) -> [Int] {
    switch span {
    case .channels: [input.channels]
    case .all: input.dimensions
    case .last: [input.dimensions[input.dimensions.count - 1]]
    }
  }

  /// weight γ and bias β, of the sizes of what is normalized together.
  public func parameters(for inputs: [Shape]) -> [Parameter] {
    let shape = normalized(inputs[0])
    return isAffine ? [Parameter("weight", shape, .weight), Parameter("bias", shape, .bias)] : []
  }

  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    NormalizationCost.of(
      elements: output.count, groups: output.count / normalized(output).reduce(1, *), isAffine: isAffine)
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    switch span {
    case .channels: .pointwise
    case .all: .axes(output.extent.map { _ in .all })
    case .last:
      .axes(
        output.extent.indices.map { $0 == output.extent.count - 1 ? .all : .cells(.identity) })
    }
  }
}
