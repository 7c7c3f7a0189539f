/// Fully connected layer: every output is a weighted sum of all inputs. Feature maps are flattened channel by channel.
public struct FullyConnected: LayerKind {
  public static let keyword = "fc"
  public static let kind = "fc"

  /// Length of the output vector.
  public let outputs: Int
  public let hasBias: Bool

  public init(_ arguments: inout ArgumentReader) {
    arguments.nameMain("outputs")
    outputs = arguments.integer("outputs", in: 1...Shape.largestDimension)
    hasBias = arguments.boolean("bias", default: true)
  }

  public func output(of inputs: [Shape]) throws(Misfit) -> Shape {
    try Limits.check([inputs[0].count, outputs], atMost: Limits.parameters, "weights")
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
