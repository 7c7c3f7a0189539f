import Architecture

/// What one layer gave for a batch of inputs.
public struct Activation: Sendable {
  /// The layer's name.
  public let layer: String
  /// Size for one input.
  public let shape: Shape
  /// Inputs in the batch.
  public let batch: Int
  /// Batch × channels × height × width, row-major: NCHW, NCL for signals, NC for vectors.
  public let values: [Float]

  public init(layer: String, shape: Shape, batch: Int, values: [Float]) {
    self.layer = layer
    self.shape = shape
    self.batch = batch
    self.values = values
  }

  /// The numbers of one input of the batch, counted from 0.
  public func image(_ index: Int) -> ArraySlice<Float> { values[(index * shape.count)..<((index + 1) * shape.count)] }
}

/// The outputs of the layers that were to be kept, in the order of the network.
public struct Activations: Sendable {
  public let all: [Activation]
  private let index: [String: Int]

  init(_ all: [Activation]) {
    self.all = all
    index = Dictionary(all.enumerated().map { ($1.layer, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The output of a layer; nil where it was not kept or there is no such layer.
  public subscript(layer: String) -> Activation? { index[layer].map { all[$0] } }
}
