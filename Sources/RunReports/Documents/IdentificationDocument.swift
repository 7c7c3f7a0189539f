import Report

/// What `zoo identify` writes.
public struct IdentificationDocument: JSONDocument {
  public static let schema = "zoo.identification/1"

  public var schema: String = IdentificationDocument.schema
  public var file: String
  public var kind: String
  /// Numbers in the file.
  public var count: Int
  /// The networks that go best with the file, equally well.
  public var candidates: [Candidate]
  @OrNull public var otherOutputs: Int?
  /// Networks that compute what the file's own description computes; absent where it has none.
  public var sameGraph: [String]?

  private enum CodingKeys: String, CodingKey {
    case schema, file, kind
    case count = "numbers"
    case candidates
    case otherOutputs = "other_outputs"
    case sameGraph = "same_graph"
  }

  /// A network that the file may be of.
  public struct Candidate: Codable, Hashable, Sendable {
    public var model: String
    public var title: String
    public var isWhole: Bool
    public var isByName: Bool
    public var convolutions: Int
    public var convolutionsNeeded: Int
    public var fullyConnected: Int
    public var fullyConnectedNeeded: Int
    public var shared: Int
    public var needed: Int

    private enum CodingKeys: String, CodingKey {
      case model, title
      case isWhole = "whole"
      case isByName = "by_name"
      case convolutions
      case convolutionsNeeded = "convolutions_needed"
      case fullyConnected = "fully_connected"
      case fullyConnectedNeeded = "fully_connected_needed"
      case shared, needed
    }
  }
}
