import Report

/// What `zoo weights check` writes.
public struct CheckDocument: JSONDocument {
  public static let schema = "zoo.check/1"

  public var schema: String = CheckDocument.schema
  public var model: String
  public var file: String
  public var format: String
  public var fits: Bool
  public var matched: Int
  public var byOrder: Bool
  /// Names of other networks of the zoo that the weights fit, where they do not fit this one.
  public var fitsOthers: [String]
  public var missing: [Missing]
  public var extra: [String]
  public var misshapen: [Misshapen]
  public var findings: [Finding]
  public var absentAuxiliaries: [String]
  public var remarks: [String]
  /// Where the network that the file describes is another one; absent where it describes none.
  public var configuration: [Configuration]?
  public var against: Against?

  private enum CodingKeys: String, CodingKey {
    case schema, model, file, format, fits, matched
    case byOrder = "by_order"
    case fitsOthers = "fits_others"
    case missing, extra, misshapen, findings
    case absentAuxiliaries = "absent_auxiliaries"
    case remarks, configuration, against
  }

  /// A parameter that no tensor fills.
  public struct Missing: Codable, Hashable, Sendable {
    public var name: String
    public var shape: [Int]
    @OrNull public var candidate: String?
  }

  /// What a layer does in the network that the file describes, and in this one.
  public struct Configuration: Codable, Hashable, Sendable {
    public var layer: String
    public var what: String
    public var stored: String
    public var own: String
  }

  /// A tensor whose shape does not fit its parameter.
  public struct Misshapen: Codable, Hashable, Sendable {
    public var name: String
    public var tensor: String
    public var shape: [Int]
    public var expected: [[Int]]
    @OrNull public var hint: String?
  }

  /// What is wrong or odd with the numbers of a tensor.
  public struct Finding: Codable, Hashable, Sendable {
    public var name: String
    public var finding: String
    public var error: Bool
  }

  /// The same network in another file.
  public struct Against: Codable, Hashable, Sendable {
    public var file: String
    public var fits: Bool
    public var same: Bool
    @OrNull public var firstDiffering: String?
    public var tensors: [Tensor]

    private enum CodingKeys: String, CodingKey {
      case file, fits, same
      case firstDiffering = "first_differing"
      case tensors
    }
  }

  /// A tensor of both files.
  public struct Tensor: Codable, Hashable, Sendable {
    public var name: String
    public var bitEqual: Bool
    public var differing: Int
    @OrNull public var maxAbsolute: Double?
    @OrNull public var maxRelative: Double?

    private enum CodingKeys: String, CodingKey {
      case name
      case bitEqual = "bit_equal"
      case differing
      case maxAbsolute = "max_absolute"
      case maxRelative = "max_relative"
    }
  }
}
