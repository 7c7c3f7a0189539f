/// An operation that nobody described: it has a name, what its file says of it, and the size that its file states.
///
/// What it keeps and computes is not known: totals that lack it are lower bounds, and what its units see is unknown.
public struct UnknownOperation: LayerKind {
  public static let name = "unknown"
  public static let family = Family.unknown
  public static let arity = Arity.many

  /// What its file calls it: `ai.example.MyOp`.
  public let operation: String
  public let shape: Shape
  /// What its file says of it.
  public let stated: [Attribute]

  public init(operation: String, shape: Shape, stated: [Attribute] = []) {
    self.operation = operation
    self.shape = shape
    self.stated = stated
  }

  public var attributes: [Attribute] {
    [Attribute("operation", operation), Attribute("output", .integers(shape.dimensions))] + stated
  }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape { shape }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity { .unknown }
}
