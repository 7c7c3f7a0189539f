/// Radial basis functions: the squared Euclidean distance of the input from each of `outputs` given code words.
///
/// Source: LeCun et al. 1998, section II.B, the output layer of LeNet-5: yᵢ = Σⱼ (xⱼ − wᵢⱼ)², w chosen by hand.
public struct RadialBasis: LayerKind {
  public static let name = "rbf"
  public static let family = Family.distance

  /// Number of code words, the classes.
  public let outputs: Int

  public init(outputs: Int) { self.outputs = outputs }

  public var attributes: [Attribute] { [Attribute("outputs", outputs)] }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    try Limits.check([inputs[0].count, outputs], atMost: Limits.parameters, .weights)
    return try Shape(channels: outputs)
  }

  /// weight: out × in, fixed.
  public func parameters(for inputs: [Shape]) -> [Parameter] {
    [Parameter("weight", [outputs, inputs[0].count], .fixed)]
  }

  /// Per output and input: one subtraction, one multiply; and in − 1 adds per output.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    let terms = inputs[0].count * outputs
    return Arithmetic(multiplies: terms, adds: terms + terms - outputs)
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity { .whole }
}
