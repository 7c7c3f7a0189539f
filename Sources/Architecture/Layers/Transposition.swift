/// Axes in another order: C×H×W becomes H×W×C with the order [1, 2, 0].
public struct Transposition: LayerKind {
  public static let name = "transpose"
  public static let family = Family.shape

  /// For each axis of the output, the axis of the input that it is.
  public let order: [Int]

  public init(order: [Int]) { self.order = order }

  public var attributes: [Attribute] { [Attribute("order", .integers(order))] }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    let dimensions = inputs[0].dimensions
    guard order.sorted() == Array(dimensions.indices) else { throw .noOrder(order, input: inputs[0]) }
    return try Shape(dimensions: order.map { dimensions[$0] })
  }

  /// Positions are those of the image only where all axes stay.
  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    order == Array(order.indices) ? .pointwise : .unknown
  }

  public var kept: Kept { .nothing }
}
