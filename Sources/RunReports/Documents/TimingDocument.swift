import Report

/// What `zoo benchmark` writes.
public struct TimingDocument: JSONDocument {
  public static let schema = "zoo.timing/1"

  public var schema: String = TimingDocument.schema
  /// Seconds until the first result was there.
  public var first: Double
  public var median: Double
  public var best: Double
  public var batch: Int
  public var threads: Int
  public var weightBytes: Int
  public var activationBytes: Int
  public var predictedPeakBytes: Int
  public var steps: [Step]

  private enum CodingKeys: String, CodingKey {
    case schema, first, median, best, batch, threads
    case weightBytes = "weight_bytes"
    case activationBytes = "activation_bytes"
    case predictedPeakBytes = "predicted_peak_bytes"
    case steps
  }

  /// A step of a run.
  public struct Step: Codable, Hashable, Sendable {
    public var layer: String
    public var kind: String
    public var implementation: String
    public var seconds: Double
    public var flops: Int
    /// By the machine's peak and bandwidth; nil of a step that only reorders.
    public var leastSeconds: Double?

    private enum CodingKeys: String, CodingKey {
      case layer, kind, implementation, seconds, flops
      case leastSeconds = "least_seconds"
    }
  }
}
