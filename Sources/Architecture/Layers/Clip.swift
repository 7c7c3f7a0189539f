/// Clipping: no number is left below the minimum or above the maximum, either of which may be missing.
public struct Clip: LayerKind {
  public static let name = "clip"
  public static let family = Family.activation

  public let minimum: Double?
  public let maximum: Double?

  public init(minimum: Double? = nil, maximum: Double? = nil) {
    self.minimum = minimum
    self.maximum = maximum
  }

  public var attributes: [Attribute] {
    (minimum.map { [Attribute("min", $0)] } ?? []) + (maximum.map { [Attribute("max", $0)] } ?? [])
  }

  /// A compare per element and bound.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(compares: (minimum == nil ? 0 : 1) + (maximum == nil ? 0 : 1)) * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
