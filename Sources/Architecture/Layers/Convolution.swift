/// Convolution: every output map is a sum of input maps, each filtered by a kernel of its own.
///
/// As in every network, it is the cross-correlation: the kernel is not flipped.
/// Works on feature maps (two axes) and on signals (one).
public struct Convolution: LayerKind {
  public static let keyword = "conv"
  public static let kind = "conv"

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

  public init(_ arguments: inout ArgumentReader) {
    arguments.nameMain("channels")
    channels = arguments.integer("channels", in: 1...Shape.largestDimension)
    window = arguments.window()
    groups = arguments.integer("groups", in: 1...Shape.largestDimension, default: 1)
    hasBias = arguments.boolean("bias", default: true)
    connections = arguments.table("connections")
    if connections != nil && groups > 1 {
      arguments.note("connections", "a connection table and groups exclude each other")
    }
    if let connections, connections.count != channels {
      arguments.note("connections", "the table has \(connections.count) rows for \(channels) output channels")
    }
  }

  public func output(of inputs: [Shape]) throws(Misfit) -> Shape {
    let input = inputs[0]
    guard input.channels % groups == 0, channels % groups == 0 else {
      throw Misfit("\(groups) groups do not divide \(input.channels) input and \(channels) output channels")
    }
    for (map, row) in (connections ?? []).enumerated() {
      if let wrong = row.first(where: { $0 >= input.channels }) {
        throw Misfit(
          "row \(map) of the connection table names input map \(wrong), and they are 0 to \(input.channels - 1)")
      }
    }
    let output = try window.output(channels: channels, for: input)
    let weights = try Limits.check(
      [channels, input.channels / groups] + window.fittingWindows(for: input).map(\.kernel),
      atMost: Limits.parameters, "weights")
    try Limits.check([weights, output.area], atMost: Limits.operations, "operations")
    return output
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

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    .windows(window.fittingWindows(for: inputs[0]))
  }

  /// Pairs of an input and an output map that are connected: out·in/groups, or what the table says.
  private func inputMaps(_ input: Shape) -> Int {
    connections?.reduce(0) { $0 + $1.count } ?? channels * (input.channels / groups)
  }
}
