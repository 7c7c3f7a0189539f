/// Exponential linear unit: x for x ≥ 0, alpha·(exp(x) − 1) below.
///
/// Source: Clevert, Unterthiner, Hochreiter, "Fast and accurate deep network learning by exponential linear units", ICLR 2016.
public struct ELU: LayerKind {
  public static let name = "elu"
  public static let family = Family.activation

  public let alpha: Double

  public init(alpha: Double = 1) { self.alpha = alpha }

  public var attributes: [Attribute] { [Attribute("alpha", alpha, default: 1)] }

  /// Per element: a compare, an exponential, an add, and a multiply where alpha is not 1.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplies: alpha == 1 ? 0 : 1, adds: 1, compares: 1, exponentials: 1) * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }

  /// Below 0 the derivative is the output + α.
  public var kept: Kept { alpha > 0 ? .output : .inputs }
}
