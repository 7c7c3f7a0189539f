import Report

/// What `zoo convolve` writes of a signal.
public struct CorrelationDocument: JSONDocument {
  public static let schema = "zoo.correlation/1"

  public var schema: String = CorrelationDocument.schema
  public var height: Int
  public var width: Int
  /// Row-major, as the convolution.
  public var crossCorrelation: [Double]
  public var convolution: [Double]

  private enum CodingKeys: String, CodingKey {
    case schema, height, width
    case crossCorrelation = "cross_correlation"
    case convolution
  }
}
