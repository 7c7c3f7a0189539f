/// What `zoo analyze --sizes` writes.
public struct SizesDocument: JSONDocument {
  public static let schema = "zoo.sizes/1"

  public var schema: String = SizesDocument.schema
  public var model: String
  /// The first and the last size of each run of sizes that fit.
  public var ranges: [[Int]]
  public var largestTried: Int
  /// Whether the last range goes on past the largest size that was tried.
  public var openEnded: Bool

  private enum CodingKeys: String, CodingKey {
    case schema, model, ranges
    case largestTried = "largest_tried"
    case openEnded = "open_ended"
  }
}
