import Report

/// What `zoo predict` writes.
public struct PredictionDocument: JSONDocument {
  public static let schema = "zoo.prediction/1"

  public var schema: String = PredictionDocument.schema
  public var model: String
  public var weights: String
  public var pictures: [Picture]

  /// A picture and its likeliest classes.
  public struct Picture: Codable, Hashable, Sendable {
    public var path: String
    public var width: Int
    public var height: Int
    public var classes: [Class]
  }

  /// A class and how likely it is.
  public struct Class: Codable, Hashable, Sendable {
    public var index: Int
    public var label: String
    public var probability: Double??
    /// In place of the probability, where a network ends in distances.
    public var distance: Double??
  }
}
