/// A matrix product of two branches, of the last two axes: …×m×k times …×k×n is …×m×n. Axes before them are equal.
///
/// Attention multiplies tokens so: queries by keys, which are transposed and scaled, and the result by values.
public struct MatrixProduct: LayerKind {
  public static let name = "matmul"
  public static let family = Family.fullyConnected
  public static let arity = Arity.two

  /// Whether the second branch is …×n×k.
  public let transposesSecond: Bool
  /// What the product is multiplied by.
  public let scale: Double

  public init(transposesSecond: Bool = false, scale: Double = 1) {
    self.transposesSecond = transposesSecond
    self.scale = scale
  }

  public var attributes: [Attribute] {
    [Attribute("transpose_b", transposesSecond, default: false), Attribute("scale", scale, default: 1)]
  }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    let (a, b) = (inputs[0].dimensions, inputs[1].dimensions)
    guard a.count >= 2, a.count == b.count, a.dropLast(2) == b.dropLast(2) else {
      throw .product(left: inputs[0], right: inputs[1])
    }
    let (rows, inner) = (a[a.count - 2], a[a.count - 1])
    let (first, second) = (b[b.count - 2], b[b.count - 1])
    guard inner == (transposesSecond ? second : first) else { throw .product(left: inputs[0], right: inputs[1]) }
    let output = try Shape(dimensions: a.dropLast(2) + [rows, transposesSecond ? first : second])
    try Limits.check([output.count, inner], atMost: Limits.operations, .operations)
    return output
  }

  /// Multiply–adds: k per output; a multiply per output where it is scaled.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    let inner = inputs[0].dimensions[inputs[0].dimensions.count - 1]
    return Arithmetic(multiplyAdds: output.count * inner, multiplies: scale == 1 ? 0 : output.count)
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity { .unknown }
}
