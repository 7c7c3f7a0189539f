import Report

/// What `zoo weights inspect` writes.
public struct InspectionDocument: JSONDocument {
  public static let schema = "zoo.inspection/1"

  public var schema: String = InspectionDocument.schema
  public var file: String
  public var bytes: Int
  public var format: String
  public var layout: String
  public var remarks: [String]
  public var tensors: [Tensor]

  /// A tensor of the file.
  public struct Tensor: Codable, Hashable, Sendable {
    public var name: String
    public var layer: String
    public var part: String
    public var shape: [Int]
    public var type: String
    public var bigEndian: Bool
    public var storage: String
    public var count: Int
    /// The smallest finite number, null where there is none; as those that follow nil where the numbers were not read.
    public var min: Double??
    public var max: Double??
    public var mean: Double??
    public var std: Double??
    public var zeros: Int?
    public var nan: Int?
    public var inf: Int?
    /// Of the bytes as stored; nil where the numbers were not read.
    public var sha256: String?

    private enum CodingKeys: String, CodingKey {
      case name, layer, part, shape, type
      case bigEndian = "big_endian"
      case storage, count, min, max, mean, std, zeros, nan, inf, sha256
    }
  }
}
