/// Fully connected layer: every output is a weighted sum of all inputs. Feature maps are flattened channel by channel.
public struct FullyConnected: LayerKind {
  public static let name = "fc"
  public static let family = Family.fullyConnected

  /// Length of the output vector.
  public let outputs: Int
  public let hasBias: Bool

  public init(outputs: Int, hasBias: Bool) {
    self.outputs = outputs
    self.hasBias = hasBias
  }

  public var attributes: [Attribute] { [Attribute("outputs", outputs), Attribute("bias", hasBias, default: true)] }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    try Limits.check([inputs[0].count, outputs], atMost: Limits.parameters, .weights)
    return try Shape(channels: outputs)
  }

  /// weight: out × in; bias: out.
  public func parameters(for inputs: [Shape]) -> [Parameter] {
    let weight = Parameter("weight", [outputs, inputs[0].count], .weight)
    return hasBias ? [weight, Parameter("bias", [outputs], .bias)] : [weight]
  }

  /// Multiply–adds: in·out; adds: the bias.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplyAdds: inputs[0].count * outputs, adds: hasBias ? outputs : 0)
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity { .whole }
}
