/// Gaussian error linear unit: x·Φ(x), Φ the normal distribution's function; or its approximation by tanh,
/// ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))).
///
/// Source: Hendrycks, Gimpel, "Gaussian error linear units", 2016.
public struct GELU: LayerKind {
  public static let name = "gelu"
  public static let family = Family.activation

  public enum Approximation: String, CaseIterable, Hashable, Sendable {
    case none, tanh
  }

  public let approximation: Approximation

  public init(approximation: Approximation = .none) { self.approximation = approximation }

  public var attributes: [Attribute] {
    [Attribute("approximation", approximation.rawValue, default: Approximation.none.rawValue)]
  }

  /// Per element, by ½·x·(1 + erf(x/√2)): three multiplies, an add, and the error function counted as one exponential. By
  /// tanh: six multiplies and two adds around it, and tanh as a layer of its own counts it.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    switch approximation {
    case .none: Arithmetic(multiplies: 3, adds: 1, exponentials: 1) * output.count
    case .tanh: Arithmetic(multiplies: 7, adds: 4, divides: 1, exponentials: 1) * output.count
    }
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
