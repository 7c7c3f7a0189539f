import Report

/// What `zoo receptive-field --effective` writes.
public struct EffectiveFieldDocument: JSONDocument {
  public static let schema = "zoo.effective-field/1"

  public var schema: String = EffectiveFieldDocument.schema
  public var model: String
  public var layer: String
  /// Row and column; null in a vector.
  @OrNull public var unit: [Int]?
  /// Null for the sum of all.
  @OrNull public var channel: Int?
  public var images: Int
  /// `random` or `pictures`.
  public var inputs: String
  /// The file; null for synthetic ones.
  @OrNull public var weights: String?
  /// First and last row, first and last column; null where it is unknown.
  @OrNull public var theory: [[Int]]?
  public var middle: [Double]
  public var shares: [Double]
  public var definitions: [Definition]
  /// The definition of the heat map.
  public var drawn: String
  public var height: Int
  public var width: Int
  /// Row-major.
  public var heat: [Double]

  public struct Definition: Codable, Hashable, Sendable {
    public var name: String
    public var sides: [Int?]
    public var deviations: [Double]
    public var convergence: [Sizes]
  }

  public struct Sizes: Codable, Hashable, Sendable {
    public var images: Int
    public var sides: [Int?]
  }
}
