/// Fully connected layer: every output is a weighted sum of all inputs. Feature maps are flattened channel by channel.
public struct FullyConnected: LayerKind {
  public static let name = "fc"
  public static let family = Family.fullyConnected

  /// Length of the output vector.
  public let outputs: Int
  public let hasBias: Bool
  /// Whether the input becomes one vector; else each row of the last axis is multiplied on its own: tokens, channels last.
  public let flattens: Bool

  public init(outputs: Int, hasBias: Bool, flattens: Bool = true) {
    self.outputs = outputs
    self.flattens = flattens
    self.hasBias = hasBias
  }

  public var attributes: [Attribute] {
    [
      Attribute("outputs", outputs), Attribute("bias", hasBias, default: true),
      Attribute("flatten", flattens, default: true),
    ]
  }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    try Limits.check([inputCount(inputs[0]), outputs], atMost: Limits.parameters, .weights)
    try Limits.check([inputs[0].count, outputs], atMost: Limits.operations, .operations)
    return try flattens ? Shape(channels: outputs) : Shape(dimensions: inputs[0].dimensions.dropLast() + [outputs])
  }

  /// weight: out × in; bias: out.
  public func parameters(for inputs: [Shape]) -> [Parameter] {
    let weight = Parameter("weight", [outputs, inputCount(inputs[0])], .weight)
    return hasBias ? [weight, Parameter("bias", [outputs], .bias)] : [weight]
  }

  /// Numbers that each output is a sum over.
  public func inputCount(_ input: Shape) -> Int {
    flattens ? input.count : input.dimensions[input.dimensions.count - 1]
  }

  /// Multiply–adds: in·out, for each row; adds: the bias.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplyAdds: inputs[0].count * outputs, adds: hasBias ? output.count : 0)
  }

  /// A row of the last axis is a token, or lies along the width.
  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    if flattens || inputs[0].isVector { return .whole }
    let last = output.extent.count - 1
    return .axes(output.extent.indices.map { $0 == last ? .all : .cells(.identity) })
  }
}
