import Report

/// What `zoo weights sparsity` writes.
public struct SparsityDocument: JSONDocument {
  public static let schema = "zoo.sparsity/1"

  public var schema: String = SparsityDocument.schema
  public var model: String
  public var file: String
  /// Of all kernels.
  public var weights: Int
  public var zeros: Int
  /// Multiply–adds of the layers that have kernels.
  public var macs: Int
  /// Those by weights that are not zero; nil where that is not known of a layer.
  public var effectiveMacs: Int?
  public var layers: [Layer]

  private enum CodingKeys: String, CodingKey {
    case schema, model, file, weights, zeros, macs
    case effectiveMacs = "effective_macs"
    case layers
  }

  /// A layer with kernels.
  public struct Layer: Codable, Hashable, Sendable {
    public var name: String
    public var weights: Int
    public var zeros: Int
    public var outputs: Int
    /// Outputs all of whose weights are zero.
    public var zeroOutputs: Int
    public var inputs: Int
    /// Inputs that all weights multiply by zero.
    public var zeroInputs: Int
    public var macs: Int
    public var effectiveMacs: Int?

    private enum CodingKeys: String, CodingKey {
      case name, weights, zeros, outputs
      case zeroOutputs = "zero_outputs"
      case inputs
      case zeroInputs = "zero_inputs"
      case macs
      case effectiveMacs = "effective_macs"
    }
  }
}
