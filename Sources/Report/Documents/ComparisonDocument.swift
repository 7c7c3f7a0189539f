/// What `zoo compare` writes.
public struct ComparisonDocument: JSONDocument {
  public static let schema = "zoo.comparison/1"

  public var schema: String = ComparisonDocument.schema
  public var models: [Model]
  public var differences: [Difference]
  /// Of networks that came with weights; nil where none did.
  public var equivalences: [Equivalence]?

  /// A network in total.
  public struct Model: Codable, Hashable, Sendable {
    public var name: String
    /// How the network was changed on the command line; empty where it was not.
    public var changes: [String]
    public var input: [Int]
    public var layers: Int
    public var parameters: Int
    public var macs: Int
    public var flops: Int
    public var operations: Int
    public var activationBytes: Int
    public var peakActivationBytes: Int
    public var byFamily: [FamilyShare]

    private enum CodingKeys: String, CodingKey {
      case name, changes, input, layers, parameters, macs, flops, operations
      case activationBytes = "activation_bytes"
      case peakActivationBytes = "peak_activation_bytes"
      case byFamily = "by_family"
    }
  }

  /// Sums over convolutions, fully connected layers, or the rest.
  public struct FamilyShare: Codable, Hashable, Sendable {
    public var kind: String
    public var parameters: Int
    public var macs: Int
  }

  /// The layers in which a network differs from the first.
  public struct Difference: Codable, Hashable, Sendable {
    public var first: String
    public var second: String
    /// Whether there were too many layers to align all, of which some are paired by their order alone.
    public var byPosition: Bool
    public var layers: [Pair]

    private enum CodingKeys: String, CodingKey {
      case first, second
      case byPosition = "by_position"
      case layers
    }
  }

  /// Whether two networks with their weights compute the same.
  public struct Equivalence: Codable, Hashable, Sendable {
    public var first: String
    public var second: String
    public var isSame: Bool
    /// Operations that do the same to the same.
    public var operations: Int
    /// The first place where the networks part, in English; absent where they do the same.
    public var parting: String?
    /// Layers with parameters that stand for each other.
    public var layers: [Parameters]

    public init(
      first: String, second: String, isSame: Bool, operations: Int, parting: String?, layers: [Parameters]
    ) {
      (self.first, self.second, self.isSame) = (first, second, isSame)
      (self.operations, self.parting, self.layers) = (operations, parting, layers)
    }

    /// How the parameters of two layers compare.
    public struct Parameters: Codable, Hashable, Sendable {
      public var first: String
      public var second: String
      /// `same`, `folded`, `rounded`, `different` or `other_size`.
      public var result: String
      /// The largest difference; of what is equal up to rounding, over what it may be.
      public var largest: Double?
      /// Numbers that differ by more than rounding.
      public var differing: Int?

      public init(first: String, second: String, result: String, largest: Double? = nil, differing: Int? = nil) {
        (self.first, self.second, self.result) = (first, second, result)
        (self.largest, self.differing) = (largest, differing)
      }
    }

    private enum CodingKeys: String, CodingKey {
      case first, second
      case isSame = "same"
      case operations, parting, layers
    }
  }

  /// Two layers that stand for each other and differ; null where there is no counterpart.
  public struct Pair: Codable, Hashable, Sendable {
    @OrNull public var first: String?
    @OrNull public var second: String?
    public var difference: String
  }
}
