/// Softplus: ln(1 + exp(beta·x))/beta.
public struct Softplus: LayerKind {
  public static let name = "softplus"
  public static let family = Family.activation

  public let beta: Double

  public init(beta: Double = 1) { self.beta = beta }

  public var attributes: [Attribute] { [Attribute("beta", beta, default: 1)] }

  /// Per element: an exponential, an add, a logarithm; a multiply and a divide where beta is not 1.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    (beta == 1 ? Arithmetic(adds: 1, exponentials: 2) : Arithmetic(multiplies: 1, adds: 1, divides: 1, exponentials: 2))
      * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
