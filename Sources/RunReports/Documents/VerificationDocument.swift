import Report

/// What `zoo verify` writes.
public struct VerificationDocument: JSONDocument {
  public static let schema = "zoo.verification/1"

  public var schema: String = VerificationDocument.schema
  public var model: String
  public var weights: String
  public var reference: String
  @OrNull public var recordedBy: String?
  public var batch: Int
  public var tolerance: Double
  public var same: Bool
  @OrNull public var firstDiffering: String?
  @OrNull public var diagnosis: Diagnosis?
  public var layers: [Layer]
  public var classes: [Classes]
  public var unknownLayers: [String]
  public var unrecordedLayers: [String]

  private enum CodingKeys: String, CodingKey {
    case schema, model, weights, reference
    case recordedBy = "recorded_by"
    case batch, tolerance, same
    case firstDiffering = "first_differing"
    case diagnosis, layers, classes
    case unknownLayers = "unknown_layers"
    case unrecordedLayers = "unrecorded_layers"
  }

  /// Which usual faults explain the first difference.
  public struct Diagnosis: Codable, Hashable, Sendable {
    public var causes: [Cause]
    public var tried: Int
    public var layers: [String]
    public var start: String
  }

  /// A fault that does.
  public struct Cause: Codable, Hashable, Sendable {
    public var fault: String
    public var layer: String
    public var meaning: String
    @OrNull public var remaining: Double?
  }

  /// A layer of the network and of the reference.
  public struct Layer: Codable, Hashable, Sendable {
    public var name: String
    public var recordedName: String
    public var output: [Int]
    public var recordedOutput: [Int]
    public var same: Bool
    /// Null where a number is no finite one, as those that follow.
    @OrNull public var maxAbsolute: Double?
    @OrNull public var maxRelative: Double?
    /// Null where the reference's file does not say.
    @OrNull public var rounding: Double?
    @OrNull public var cosine: Double?
    public var place: [Int]
    public var notFinite: Int
    public var recordedNotFinite: Int

    private enum CodingKeys: String, CodingKey {
      case name
      case recordedName = "recorded_name"
      case output
      case recordedOutput = "recorded_output"
      case same
      case maxAbsolute = "max_absolute"
      case maxRelative = "max_relative"
      case rounding, cosine, place
      case notFinite = "not_finite"
      case recordedNotFinite = "recorded_not_finite"
    }
  }

  /// For how many inputs the best classes are the same.
  public struct Classes: Codable, Hashable, Sendable {
    public var layer: String
    public var inputs: Int
    public var top1: Int
    @OrNull public var top5: Int?

    private enum CodingKeys: String, CodingKey {
      case layer, inputs
      case top1 = "top_1"
      case top5 = "top_5"
    }
  }
}
