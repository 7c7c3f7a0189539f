/// Hyperbolic tangent, scaled where asked: amplitude·tanh(slope·x).
///
/// LeNet-5 uses 1.7159·tanh(⅔·x) (LeCun et al. 1998, appendix A).
public struct Tanh: LayerKind {
  public static let name = "tanh"
  public static let family = Family.activation

  public let amplitude: Double
  public let slope: Double

  public init(amplitude: Double, slope: Double) {
    self.amplitude = amplitude
    self.slope = slope
  }

  public var attributes: [Attribute] {
    [Attribute("amplitude", amplitude, default: 1), Attribute("slope", slope, default: 1)]
  }

  /// Per element, by tanh x = 1 − 2/(exp(2x) + 1): a multiply, an exponential, two adds, a divide; one multiply each for
  /// an amplitude and a slope other than 1.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    let scaling = (amplitude == 1 ? 0 : 1) + (slope == 1 ? 0 : 1)
    return Arithmetic(multiplies: 1 + scaling, adds: 2, divides: 1, exponentials: 1) * output.count
  }

  public var kept: Kept { .output }
}
