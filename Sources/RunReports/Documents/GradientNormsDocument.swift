import Report

/// What `zoo gradient-norms` writes.
public struct GradientNormsDocument: JSONDocument {
  public static let schema = "zoo.gradient-norms/1"

  public var schema: String = GradientNormsDocument.schema
  public var model: String
  /// `glorot` or `he`.
  public var scheme: String
  public var seed: Int
  public var batch: Int
  public var auxiliaryWeight: Double
  public var losses: [Loss]
  public var layers: [Layer]

  private enum CodingKeys: String, CodingKey {
    case schema, model, scheme, seed, batch
    case auxiliaryWeight = "auxiliary_weight"
    case losses, layers
  }

  public struct Loss: Codable, Hashable, Sendable {
    public var layer: String
    @OrNull public var loss: Double?
  }

  /// The gradients at a layer; those with respect to weights where it has some.
  public struct Layer: Codable, Hashable, Sendable {
    public var name: String
    public var kind: String
    @OrNull public var output: Double?
    @OrNull public var outputWithout: Double?
    public var weights: Double?
    public var weightsWithout: Double?
    public var weightLength: Double?

    private enum CodingKeys: String, CodingKey {
      case name, kind, output
      case outputWithout = "output_without"
      case weights
      case weightsWithout = "weights_without"
      case weightLength = "weight_length"
    }
  }
}
