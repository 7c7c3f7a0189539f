import Architecture

/// A network reduced to what it computes in inference, so that two programs' ways to write it become one: without dropout,
/// flatten and what else changes no number, with batch normalization as the factor and summand of its channels, and one
/// concatenation for those of concatenations.
struct Computation {
  /// One operation.
  struct Node {
    /// Index of the layer in the network.
    let layer: Int
    let operation: Operation
    /// Indices of the nodes that it reads.
    let inputs: [Int]
    /// Layers after it that multiply each channel by a number or add one, in order: they are computed with it.
    var channelwise: [Int] = []
  }

  /// What an operation does, its parameters' numbers aside.
  struct Operation: Hashable, CustomStringConvertible {
    let name: String
    /// Arguments and what they are, in order.
    let arguments: [Argument]
    /// Whether the order of what it reads makes no difference.
    var isCommutative = false

    struct Argument: Hashable {
      let name: String
      let value: String
    }

    var description: String {
      ([name] + arguments.map { "\($0.name) \($0.value)" }).joined(separator: ", ")
    }
  }

  /// In inference.
  let network: Network
  private(set) var nodes: [Node] = []
  /// Nodes whose numbers are the network's results.
  private(set) var outputs: [Int] = []

  init(of whole: Network) {
    network = whole.network(for: .inference)
    let readers = network.readerCounts
    let results = Set(network.outputs)
    let joined = Computation.joinedConcatenations(network)
    // What a concatenation that is part of others joins.
    var parts: [Int: [Int]] = [:]
    // The node whose output a layer's output is.
    var nodeOf: [Int] = []
    nodeOf.reserveCapacity(network.layers.count)
    for (index, layer) in network.layers.enumerated() {
      let inputs = layer.inputs.flatMap { parts[$0] ?? [nodeOf[$0]] }
      if joined.contains(index), inputs.count <= Computation.mostParts {
        parts[index] = inputs
        nodeOf.append(inputs[0])
      } else if let source = inputs.first, Computation.changesNothing(layer) {
        nodeOf.append(source)
      } else if let source = inputs.first, Computation.isChannelwise(layer), layer.inputs.count == 1,
        takesChannelwise(nodes[source]), readers[layer.inputs[0]] == 1, !results.contains(layer.inputs[0])
      {
        nodes[source].channelwise.append(index)
        nodeOf.append(source)
      } else {
        nodes.append(Node(layer: index, operation: operation(of: layer, index), inputs: inputs))
        if Computation.isChannelwise(layer) { nodes[nodes.count - 1].channelwise.append(index) }
        nodeOf.append(nodes.count - 1)
      }
    }
    for result in network.outputs where !outputs.contains(nodeOf[result]) { outputs.append(nodeOf[result]) }
  }

  /// Parts of a concatenation that are listed where others read it, at most: lists that double from one to the next would fill
  /// all memory.
  private static let mostParts = 64

  /// Concatenations that only other concatenations read.
  private static func joinedConcatenations(_ network: Network) -> Set<Int> {
    var joined = Set(network.layers.indices.filter { network.layers[$0].kind is Concatenation })
    joined.subtract(network.outputs)
    for layer in network.layers where !(layer.kind is Concatenation) { joined.subtract(layer.inputs) }
    return joined
  }

  func layer(_ node: Int) -> Layer { network.layers[nodes[node].layer] }

  /// Whether factors and summands of its channels can be computed with a node.
  private func takesChannelwise(_ node: Node) -> Bool {
    let layer = network.layers[node.layer]
    return layer.kind is Convolution || layer.kind is FullyConnected && layer.shape.isVector
      || !node.channelwise.isEmpty
  }

  // MARK: - Layers

  /// Whether the output is the input's numbers in their order.
  private static func changesNothing(_ layer: Layer) -> Bool {
    if layer.kind.isView(.inference) { return true }
    if layer.kind is AdaptiveAveragePooling, layer.shape == layer.inputShapes[0] { return true }
    if layer.kind is Concatenation, layer.inputs.count == 1 { return true }
    return layer.kind.family == .pooling && !layer.windows.isEmpty
      && layer.windows.allSatisfy { $0.kernel == 1 && $0.stride == 1 && $0.before == 0 && $0.after == 0 }
  }

  /// Whether it multiplies each channel by a number, or adds one.
  private static func isChannelwise(_ layer: Layer) -> Bool {
    layer.kind is BatchNormalization || layer.kind is Scale || layer.kind is Affine
  }

  private func operation(of layer: Layer, _ index: Int) -> Operation {
    let input = layer.inputShapes.first
    switch layer.kind {
    case is Input:
      return Operation(name: "input", arguments: [.init(name: "size", value: "\(layer.shape)")])
    case let kind as Convolution:
      if kind.groups == 1, kind.connections == nil, let input, Computation.coversAll(layer.windows, input) {
        return Computation.fullyConnected(kind.channels)
      }
      let connections = kind.connections.map { [Operation.Argument(name: "connections", value: "\($0)")] } ?? []
      return Operation(
        name: "conv",
        arguments: [.init(name: "channels", value: "\(kind.channels)")] + Computation.arguments(of: layer.windows)
          + [.init(name: "groups", value: "\(kind.groups)")] + connections)
    case let kind as FullyConnected where kind.flattens || input?.isVector == true:
      return Computation.fullyConnected(kind.outputs)
    case _ where Computation.isGlobalAverage(layer):
      return Operation(name: "global average", arguments: [])
    case let kind as AveragePooling:
      let isPadded = layer.windows.contains { $0.before > 0 || $0.after > 0 }
      let padding = isPadded ? [Operation.Argument(name: "count padding", value: "\(kind.countsPadding)")] : []
      return Operation(
        name: kind.name, arguments: Computation.arguments(of: layer.windows) + padding + sizes(of: layer))
    case is MaxPooling:
      return Operation(
        name: layer.kind.name, arguments: Computation.arguments(of: layer.windows) + sizes(of: layer))
    case is ReLU6:
      return Operation(name: "clip", arguments: [.init(name: "min", value: "0"), .init(name: "max", value: "6")])
    case let kind as Clip where kind.minimum == 0 && kind.maximum == nil:
      return Operation(name: ReLU.name, arguments: [])
    case _ where Computation.isChannelwise(layer):
      return Operation(name: "scale", arguments: [])
    case let kind where type(of: kind).isCommutative:
      return Operation(name: layer.kind.name, arguments: sizes(of: layer), isCommutative: true)
    default:
      let stated = layer.kind.attributes.map { Operation.Argument(name: $0.name, value: "\($0.value)") }
      // What works on axes depends on the sizes that arrive; what works on single numbers does not.
      let isPointwise = layer.kind.family == .activation && !(layer.kind is Softmax || layer.kind is LogSoftmax)
      return Operation(name: layer.kind.name, arguments: stated + (isPointwise ? [] : sizes(of: layer)))
    }
  }

  private func sizes(of layer: Layer) -> [Operation.Argument] { [.init(name: "output", value: "\(layer.shape)")] }

  /// A matrix times all numbers of the input: a fully connected layer, and a convolution whose kernel covers the whole map.
  private static func fullyConnected(_ outputs: Int) -> Operation {
    Operation(name: "fc", arguments: [.init(name: "outputs", value: "\(outputs)")])
  }

  private static func coversAll(_ windows: [Window], _ input: Shape) -> Bool {
    zip(windows, input.extent).allSatisfy { $0.kernel == $1 && $0.before == 0 && $0.after == 0 }
  }

  /// The mean of each channel, however it is written.
  private static func isGlobalAverage(_ layer: Layer) -> Bool {
    guard let input = layer.inputShapes.first, !input.isVector else { return false }
    switch layer.kind {
    case is GlobalAveragePooling: return true
    case is AdaptiveAveragePooling: return layer.shape.area == 1
    case is AveragePooling: return coversAll(layer.windows, input)
    case let kind as Mean:
      return Set(kind.reduction.axes.map { $0 < 0 ? $0 + input.dimensions.count : $0 }) == Set(1...input.extent.count)
    default: return false
    }
  }

  private static func arguments(of windows: [Window]) -> [Operation.Argument] {
    func list(_ name: String, _ value: (Window) -> Int, unless standIn: Int?) -> [Operation.Argument] {
      let values = windows.map(value)
      guard values.contains(where: { $0 != standIn }) else { return [] }
      return [.init(name: name, value: values.map(String.init).joined(separator: "×"))]
    }
    return list("kernel", \.kernel, unless: nil) + list("stride", \.stride, unless: 1)
      + list("pad before", \.before, unless: 0) + list("pad after", \.after, unless: 0)
      + list("dilation", \.dilation, unless: 1)
  }
}
