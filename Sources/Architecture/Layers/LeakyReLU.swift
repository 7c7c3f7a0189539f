/// Leaky rectified linear unit: x for x ≥ 0, slope·x below.
///
/// Source: Maas, Hannun, Ng, "Rectifier nonlinearities improve neural network acoustic models", 2013.
public struct LeakyReLU: LayerKind {
  public static let name = "leaky_relu"
  public static let family = Family.activation

  public let slope: Double

  public init(slope: Double = 0.01) { self.slope = slope }

  public var attributes: [Attribute] { [Attribute("slope", slope, default: 0.01)] }

  /// A compare and a multiply per element.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplies: 1, compares: 1) * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }

  /// The output has the input's sign where the slope is above 0.
  public var kept: Kept { slope > 0 ? .output : .inputs }
}
