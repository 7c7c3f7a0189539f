/// Rectified linear unit: max(x, 0).
public struct ReLU: LayerKind {
  public static let name = "relu"
  public static let family = Family.activation

  public init() {}

  /// One compare per element.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(compares: output.count)
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }

  public var kept: Kept { .output }
}
