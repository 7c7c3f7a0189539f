/// A layer in its place: its kind, what it reads, and the sizes that follow.
///
/// Immutable; a class so that networks of very many layers are passed on without copying their parts.
public final class Layer: Sendable {
  /// Its name in the reference implementation, which is also the prefix of its weights; unique in the network.
  public let name: String
  /// The module of the reference that computes it; nil where it is a function call there, which some tools count
  /// otherwise. Several layers may share one, as the single ReLU of a residual block.
  public let module: String?
  public let kind: any LayerKind
  /// Indices of the layers whose outputs it reads; each is smaller than its own.
  public let inputs: [Int]
  /// The modules that it is part of, outermost first.
  public let scope: [EnclosingModule]
  /// Sizes of the inputs.
  public let inputShapes: [Shape]
  /// Size of the output.
  public let shape: Shape
  /// The tensors that it keeps.
  public let parameters: [Parameter]
  /// Its windows, one per spatial axis; empty for a layer without.
  public let windows: [Window]
  public let connectivity: Connectivity

  /// Puts a kind on inputs of known sizes.
  ///
  /// - Throws: `SizeError` where the kind does not fit its inputs.
  init(
    name: String, module: String?, kind: any LayerKind, inputs: [Int], scope: [EnclosingModule], inputShapes: [Shape]
  ) throws(SizeError) {
    let shape = try kind.output(of: inputShapes)
    self.name = name
    self.module = module
    self.kind = kind
    self.inputs = inputs
    self.scope = scope
    self.inputShapes = inputShapes
    self.shape = shape
    parameters = kind.parameters(for: inputShapes)
    windows = inputShapes.first.map { kind.windows(on: $0) } ?? []
    connectivity = kind.connectivity(inputs: inputShapes, output: shape)
  }

  /// The same layer on inputs of other sizes, or with its kind changed.
  ///
  /// - Throws: `SizeError` where the kind does not fit its inputs.
  convenience init(_ layer: Layer, kind: any LayerKind, inputShapes: [Shape]) throws(SizeError) {
    try self.init(
      name: layer.name, module: layer.module, kind: kind, inputs: layer.inputs, scope: layer.scope,
      inputShapes: inputShapes)
  }

  /// The same layer reading the same outputs under other indices.
  init(_ layer: Layer, inputs: [Int]) {
    name = layer.name
    module = layer.module
    kind = layer.kind
    self.inputs = inputs
    scope = layer.scope
    inputShapes = layer.inputShapes
    shape = layer.shape
    parameters = layer.parameters
    windows = layer.windows
    connectivity = layer.connectivity
  }

  /// The auxiliary classifier that it belongs to, the outermost one; nil on the network's main path.
  public var auxiliary: String? { scope.first(where: \.isAuxiliary)?.name }

  public var family: Family { kind.family }

  /// Has tensors that count as parameters, trainable or not.
  public var hasParameters: Bool { parameters.contains { $0.role != .statistic } }

  public func arithmetic(_ mode: Mode) -> Arithmetic {
    kind.arithmetic(inputs: inputShapes, output: shape, mode: mode)
  }
}
