/// Convolution: every output map is a sum of input maps, each filtered by a kernel of its own.
///
/// As in every network, it is the cross-correlation: the kernel is not flipped.
/// Works on feature maps (two axes) and on signals (one).
public struct Convolution: LayerKind {
  public static let name = "conv"
  public static let family = Family.convolution

  /// Output channels.
  public let channels: Int
  public let window: WindowArguments
  /// Input and output channels are cut into this many groups that do not see each other.
  public let groups: Int
  public let hasBias: Bool
  /// For each output map the input maps it reads, counted from 0; nil for all of its group.
  public let connections: [[Int]]?

  public init(channels: Int, window: WindowArguments, groups: Int, hasBias: Bool, connections: [[Int]]? = nil) {
    self.channels = channels
    self.window = window
    self.groups = groups
    self.hasBias = hasBias
    self.connections = connections
  }

  public var attributes: [Attribute] {
    [Attribute("channels", channels)] + window.attributes(strideDefault: [1])
      + [Attribute("groups", groups, default: 1), Attribute("bias", hasBias, default: true)]
      + (connections.map { [Attribute("connections", .table($0))] } ?? [])
  }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    let input = inputs[0]
    guard groups > 0, input.channels % groups == 0, channels % groups == 0 else {
      throw .groups(groups, inputs: input.channels, outputs: channels)
    }
    if let connections { try check(connections, for: input) }
    let output = try window.output(channels: channels, for: input)
    let weights = try Limits.check(
      [channels, input.channels / groups] + window.fittingWindows(for: input).map(\.kernel),
      atMost: Limits.parameters, .weights)
    try Limits.check([weights, output.area], atMost: Limits.operations, .operations)
    return output
  }

  /// - Throws: `SizeError` where the table does not say for each output map which input maps it reads, each once.
  private func check(_ connections: [[Int]], for input: Shape) throws(SizeError) {
    guard groups == 1 else { throw .connectedGroups(groups) }
    guard connections.count == channels else { throw .connectionRows(connections.count, channels: channels) }
    for (map, row) in connections.enumerated() {
      var seen: Set<Int> = []
      for number in row {
        guard (0..<input.channels).contains(number) else {
          throw .connectedMap(row: map, map: number, inputs: input.channels)
        }
        guard seen.insert(number).inserted else { throw .connectedTwice(row: map, map: number) }
      }
    }
  }

  /// weight: out × in/groups × kernel; bias: out.
  public func parameters(for inputs: [Shape]) -> [Parameter] {
    let shape = [channels, inputs[0].channels / groups] + window.fittingWindows(for: inputs[0]).map(\.kernel)
    let weight = Parameter("weight", shape, .weight, count: inputMaps(inputs[0]) * shape.dropFirst(2).reduce(1, *))
    return hasBias ? [weight, Parameter("bias", [channels], .bias)] : [weight]
  }

  /// Multiply–adds: every weight once per output position; adds: the bias.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    let kernel = window.fittingWindows(for: inputs[0]).map(\.kernel).reduce(1, *)
    return Arithmetic(
      multiplyAdds: inputMaps(inputs[0]) * kernel * output.area,
      adds: hasBias ? output.count : 0)
  }

  public func windows(on input: Shape) -> [Window] { window.fittingWindows(for: input) }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity { .windows(windows(on: inputs[0])) }

  /// Pairs of an input and an output map that are connected: out·in/groups, or what the table says.
  private func inputMaps(_ input: Shape) -> Int {
    connections?.reduce(0) { $0 + $1.count } ?? channels * (input.channels / groups)
  }
}
