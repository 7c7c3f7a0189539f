/// L2 normalization over the channels of each position: x / max(√Σ x², ε).
///
/// Source: PyTorch's `normalize`; Liu et al., "SSD", ECCV 2016, on conv4_3, where a learned scale follows.
public struct L2Normalization: LayerKind {
  public static let name = "l2_norm"
  public static let family = Family.normalization

  public let epsilon: Double

  public init(epsilon: Double = 1e-12) { self.epsilon = epsilon }

  public var attributes: [Attribute] { [Attribute("epsilon", epsilon, default: 1e-12)] }

  /// Per element: a multiply to square, an add, a divide; per position: a root and a compare, and one add less.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplies: 1, divides: 1) * output.count
      + Arithmetic(adds: output.channels - 1, compares: 1, exponentials: 1) * output.area
  }
}
