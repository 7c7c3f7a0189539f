/// Parametric rectified linear unit: x for x ≥ 0, and a learned slope times x below.
///
/// Source: He et al., "Delving deep into rectifiers", ICCV 2015.
public struct PReLU: LayerKind {
  public static let name = "prelu"
  public static let family = Family.activation

  /// Whether all channels have one slope together.
  public let isShared: Bool

  public init(isShared: Bool = false) { self.isShared = isShared }

  public var attributes: [Attribute] { [Attribute("shared", isShared, default: false)] }

  /// weight: one slope, or one per channel.
  public func parameters(for inputs: [Shape]) -> [Parameter] {
    [Parameter("weight", [isShared ? 1 : inputs[0].channels], .weight)]
  }

  /// A compare and a multiply per element.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplies: 1, compares: 1) * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
