import Report

/// What `zoo gradient` writes.
public struct GradientDocument: JSONDocument {
  public static let schema = "zoo.gradient/1"

  public var schema: String = GradientDocument.schema
  public var model: String
  public var layer: String
  /// Row and column; null for all.
  @OrNull public var unit: [Int]?
  /// Null for the sum of all.
  @OrNull public var channel: Int?
  /// The weight file; null for synthetic ones.
  @OrNull public var weights: String?
  /// What was differentiated.
  @OrNull public var value: Double?
  /// Of the gradient with respect to the input, all channels.
  @OrNull public var norm: Double?
  @OrNull public var largest: Double?
  /// First and last row, first and last column that are not 0; null where all are.
  @OrNull public var area: [[Int]]?
  public var height: Int
  public var width: Int
  /// The largest magnitude over the channels, row-major.
  public var saliency: [Double]
  /// The sum over the channels.
  public var gradient: [Double]
}
