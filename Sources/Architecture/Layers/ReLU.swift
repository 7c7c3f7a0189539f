/// Rectified linear unit: max(x, 0).
public struct ReLU: LayerKind {
  public static let keyword = "relu"
  public static let kind = "relu"

  public init() {}

  public init(_ arguments: inout ArgumentReader) {}

  /// One compare per element.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(compares: output.count)
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
