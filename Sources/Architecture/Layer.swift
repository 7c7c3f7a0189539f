/// A layer in its place: its kind, what it reads, and the sizes that follow.
///
/// Immutable; a class so that networks of very many layers are passed on without copying their parts.
public final class Layer: Sendable {
  /// Its name in the reference implementation, which is also the prefix of its weights; unique in the network.
  public let name: String
  /// Whether the model file gives the name. A layer without one has none in the reference either: it is a function call
  /// there and not a module, which some tools count otherwise.
  public let isNamed: Bool
  public let kind: any LayerKind
  /// Indices of the layers whose outputs it reads; each is smaller than its own.
  public let inputs: [Int]
  /// The auxiliary classifier that it belongs to, nil on the network's main path.
  public let auxiliary: String?
  /// Sizes of the inputs.
  public let inputShapes: [Shape]
  /// Size of the output.
  public let shape: Shape
  /// The tensors that it keeps.
  public let parameters: [Parameter]
  public let connectivity: Connectivity
  public let location: Location?

  /// Puts a kind on inputs of known sizes.
  ///
  /// - Throws: `Misfit` where the kind does not fit its inputs.
  init(
    name: String, isNamed: Bool, kind: any LayerKind, inputs: [Int], auxiliary: String?, inputShapes: [Shape],
    location: Location?
  ) throws(Misfit) {
    let shape = try kind.output(of: inputShapes)
    self.name = name
    self.isNamed = isNamed
    self.kind = kind
    self.inputs = inputs
    self.auxiliary = auxiliary
    self.inputShapes = inputShapes
    self.shape = shape
    parameters = kind.parameters(for: inputShapes)
    connectivity = kind.connectivity(inputs: inputShapes, output: shape)
    self.location = location
  }

  /// The same layer reading layers of other indices, or of other sizes with its kind changed.
  ///
  /// - Throws: `Misfit` where the kind does not fit its inputs.
  convenience init(_ layer: Layer, kind: any LayerKind, inputs: [Int], inputShapes: [Shape]) throws(Misfit) {
    try self.init(
      name: layer.name, isNamed: layer.isNamed, kind: kind, inputs: inputs, auxiliary: layer.auxiliary,
      inputShapes: inputShapes, location: layer.location)
  }

  /// The same layer reading the same outputs under other indices.
  init(_ layer: Layer, inputs: [Int]) {
    name = layer.name
    isNamed = layer.isNamed
    kind = layer.kind
    self.inputs = inputs
    auxiliary = layer.auxiliary
    inputShapes = layer.inputShapes
    shape = layer.shape
    parameters = layer.parameters
    connectivity = layer.connectivity
    location = layer.location
  }

  /// Its windows, one per spatial axis; empty for a layer without.
  public var windows: [Window] {
    if case .windows(let windows) = connectivity { return windows }
    return []
  }

  /// Has tensors that count as parameters, trainable or not.
  public var hasParameters: Bool { parameters.contains { $0.role != .statistic } }

  public func arithmetic(_ mode: Mode) -> Arithmetic {
    kind.arithmetic(inputs: inputShapes, output: shape, mode: mode)
  }
}
