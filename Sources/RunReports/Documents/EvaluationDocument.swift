import Report

/// What `zoo evaluate` writes.
public struct EvaluationDocument: JSONDocument {
  public static let schema = "zoo.evaluation/1"

  public var schema: String = EvaluationDocument.schema
  public var model: String
  public var weights: String
  public var data: String
  /// Null where numbers are read as they are.
  @OrNull public var preprocessing: Preprocessing?
  public var examples: Int
  public var right: Int
  /// Share of the examples whose class came out first.
  public var top1: Double
  /// Null where there are no more than five classes.
  @OrNull public var amongFive: Int?
  @OrNull public var top5: Double?
  public var classes: [Class]
  public var worst: [Mistake]

  private enum CodingKeys: String, CodingKey {
    case schema, model, weights, data, preprocessing, examples, right, top1
    case amongFive = "among_five"
    case top5, classes, worst
  }

  /// How pictures became inputs, in the words of a model file.
  public struct Preprocessing: Codable, Hashable, Sendable {
    public var channels: String
    public var divisor: Double
    public var mean: [Double]
    public var std: [Double]
    /// One number for the shorter side, two for height and width.
    @OrNull public var resize: [Int]?
    public var interpolation: String
  }

  /// A class, and its row of the confusion matrix.
  public struct Class: Codable, Hashable, Sendable {
    public var index: Int
    public var label: String
    public var examples: Int
    public var right: Int
    public var amongFive: Int
    public var predicted: Int
    public var predictions: [Count]

    private enum CodingKeys: String, CodingKey {
      case index, label, examples, right
      case amongFive = "among_five"
      case predicted, predictions
    }
  }

  /// How many examples were taken for a class.
  public struct Count: Codable, Hashable, Sendable {
    public var index: Int
    public var count: Int
  }

  /// An example that was taken for something else.
  public struct Mistake: Codable, Hashable, Sendable {
    public var example: Int
    public var title: String
    public var truth: Int
    public var predicted: Int
    /// Of the predicted class and of the right one; in their place distances, where a network ends in these.
    public var probability: Double?
    public var truthProbability: Double?
    public var distance: Double?
    public var truthDistance: Double?

    private enum CodingKeys: String, CodingKey {
      case example, title, truth, predicted, probability
      case truthProbability = "truth_probability"
      case distance
      case truthDistance = "truth_distance"
    }
  }
}
