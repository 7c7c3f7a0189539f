/// Local response normalization across channels: x / (k + α/n · Σ x²)^β over the n channels around each.
///
/// Source: Krizhevsky et al. 2012, section 3.3, with α divided by n as Caffe and PyTorch do. The window is clipped at
/// the first and the last channel.
public struct LocalResponseNormalization: LayerKind {
  public static let name = "lrn"
  public static let family = Family.normalization

  /// Channels in the window, n.
  public let size: Int
  public let alpha: Double
  public let beta: Double
  public let k: Double

  public init(size: Int, alpha: Double, beta: Double, k: Double) {
    self.size = size
    self.alpha = alpha
    self.beta = beta
    self.k = k
  }

  public var attributes: [Attribute] {
    [
      Attribute("size", size, default: 5), Attribute("alpha", alpha, default: 1e-4),
      Attribute("beta", beta, default: 0.75), Attribute("k", k, default: 1),
    ]
  }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    guard (1...Limits.window).contains(size) else { throw .windowNumber(.size, size, least: 1) }
    return inputs[0]
  }

  /// Per element, as if no window were clipped: n squares and n − 1 adds, a multiply and an add for the base,
  /// one power, one divide.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplies: size + 1, adds: size, divides: 1, exponentials: 1) * output.count
  }
}
