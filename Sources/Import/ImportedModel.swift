import Architecture
import PlainText
import Weights

/// A stranger's file as a network, with the weights that came with it.
public struct ImportedModel {
  public let format: ModelFormat
  public let network: Network
  /// The numbers of its parameters, whose tensors bear the names of the network's layers; nil where the file has none.
  public let weights: WeightFile?
  /// The operations that nobody described, in the network's order.
  public let unknown: [UnknownNode]
  /// What else the user should know, one sentence each.
  public let remarks: [Phrase]

  /// An operation that nobody described.
  public struct UnknownNode: Hashable, Sendable {
    /// The layer's name.
    public let layer: String
    /// What its file calls it: `ai.example.MyOp`.
    public let operation: String
    /// Names of the layers that it reads.
    public let inputs: [String]
    /// Its output's size as the file states it.
    public let shape: Shape
  }
}
