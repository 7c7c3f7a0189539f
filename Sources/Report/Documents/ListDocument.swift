/// What `zoo list` writes.
public struct ListDocument: JSONDocument {
  public static let schema = "zoo.list/1"

  public var schema: String = ListDocument.schema
  public var models: [Model]

  /// A network of the zoo.
  public struct Model: Codable, Hashable, Sendable {
    public var name: String
    public var aliases: [String]
    public var title: String
    public var paper: String
    public var reference: String
    public var input: [Int]
    public var layers: Int
    public var parameters: Int
    public var macs: Int
  }
}
