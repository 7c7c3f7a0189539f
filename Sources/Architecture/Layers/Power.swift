/// x to a given power, number by number; a number below 0 has one where the exponent is whole.
public struct Power: LayerKind {
  public static let name = "power"
  public static let family = Family.activation

  public let exponent: Double

  public init(exponent: Double) { self.exponent = exponent }

  public var attributes: [Attribute] { [Attribute("exponent", exponent)] }

  /// One power per element.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(exponentials: output.count)
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
