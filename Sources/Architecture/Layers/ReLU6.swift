/// Rectified linear unit, capped: min(max(x, 0), 6).
///
/// Source: Sandler et al., "MobileNetV2", CVPR 2018.
public struct ReLU6: LayerKind {
  public static let name = "relu6"
  public static let family = Family.activation

  public init() {}

  /// Two compares per element.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(compares: 2) * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }

  public var kept: Kept { .output }
}
