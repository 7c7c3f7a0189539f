/// What `zoo list` writes.
public struct ListDocument: JSONDocument {
  public static let schema = "zoo.list/1"

  public var schema: String = ListDocument.schema
  public var models: [Model]

  /// A network of the zoo.
  public struct Model: Codable, Hashable, Sendable {
    public var name: String
    /// The networks that share its idea: `ResNet`.
    public var family: String
    public var aliases: [String]
    public var title: String
    public var paper: String
    public var reference: String
    public var input: [Int]
    public var layers: Int
    public var parameters: Int
    public var macs: Int
    /// Pixels on a side that a unit of the last layer with positions sees, gates left out; nil where that is not known.
    public var field: Int?
    /// Weights that were published for it.
    public var weights: [Weights]

    public init(
      name: String, family: String, aliases: [String], title: String, paper: String, reference: String, input: [Int],
      layers: Int, parameters: Int, macs: Int, field: Int?, weights: [Weights]
    ) {
      self.name = name
      self.family = family
      self.aliases = aliases
      self.title = title
      self.paper = paper
      self.reference = reference
      self.input = input
      self.layers = layers
      self.parameters = parameters
      self.macs = macs
      self.field = field
      self.weights = weights
    }

    /// Those with the most pictures right; nil where there are none.
    var best: Weights? { weights.max { $0.top1 < $1.top1 } }
  }

  /// Published weights, and what they reach on ImageNet's validation set.
  public struct Weights: Codable, Hashable, Sendable {
    public var name: String
    /// Percent.
    public var top1: Double
    public var top5: Double
    /// Pixels on a side of the pictures that they were measured with, where that is not the network's own input.
    public var size: Int?
    public var source: String

    public init(name: String, top1: Double, top5: Double, size: Int?, source: String) {
      self.name = name
      self.top1 = top1
      self.top5 = top5
      self.size = size
      self.source = source
    }
  }
}
