/// What `zoo sweep` writes.
public struct SweepDocument: JSONDocument {
  public static let schema = "zoo.sweep/1"

  public var schema: String = SweepDocument.schema
  public var model: String
  public var channels: Int
  /// What the totals are of; bytes are named so.
  public var quantities: [String]
  public var points: [Point]
  /// For one image.
  public var formulas: [Formula]

  /// A size and a batch.
  public struct Point: Codable, Hashable, Sendable {
    /// A size for each axis.
    public var extent: [Int]
    public var batch: Int
    /// In the order of the quantities, null for what is not known; nil where the size does not fit.
    public var totals: [Int?]?
    /// Why it does not fit.
    public var problem: String?
  }

  /// area·H·W + height·H + width·W + constant; each factor is a numerator and a denominator.
  public struct Formula: Codable, Hashable, Sendable {
    public var quantity: String
    /// H and W leave the remainders when they are divided by it.
    public var period: Int
    public var remainders: [Int]
    /// The smallest H and W for which it holds.
    public var smallest: [Int]
    public var largestTried: Int
    public var tried: Int
    public var area: [Int]
    public var height: [Int]
    public var width: [Int]
    public var constant: [Int]

    private enum CodingKeys: String, CodingKey {
      case quantity, period, remainders, smallest
      case largestTried = "largest_tried"
      case tried, area, height, width, constant
    }
  }
}
