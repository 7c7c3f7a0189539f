/// What `zoo analyze --training` writes.
public struct TrainingMemoryDocument: JSONDocument {
  public static let schema = "zoo.training-memory/1"

  public var schema: String = TrainingMemoryDocument.schema
  public var model: String
  public var input: [Int]
  public var dataType: String
  public var optimizer: String
  public var batch: Int
  /// Bytes, as all that follow.
  public var parameters: Int
  public var parameterGradients: Int
  public var optimizerState: Int
  public var activations: Int
  public var activationGradients: Int
  public var total: Int
  public var peakLayer: String
  /// Of a step with other batches.
  public var batches: [Batch]

  public struct Batch: Codable, Hashable, Sendable {
    public var batch: Int
    public var total: Int
  }

  private enum CodingKeys: String, CodingKey {
    case schema, model, input
    case dataType = "data_type"
    case optimizer, batch, parameters
    case parameterGradients = "parameter_gradients"
    case optimizerState = "optimizer_state"
    case activations
    case activationGradients = "activation_gradients"
    case total
    case peakLayer = "peak_layer"
    case batches
  }
}
