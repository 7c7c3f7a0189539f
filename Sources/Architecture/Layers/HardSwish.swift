/// Hard swish: x·clip(x/6 + ½, 0, 1).
///
/// Source: Howard et al., "Searching for MobileNetV3", ICCV 2019.
public struct HardSwish: LayerKind {
  public static let name = "hard_swish"
  public static let family = Family.activation

  public init() {}

  /// Per element: a multiply, an add and two compares for the hard sigmoid, and a multiply by x.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplies: 2, adds: 1, compares: 2) * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
