/// A layer in its place: its kind, what it reads, and the sizes that follow.
public struct Layer: Sendable {
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
