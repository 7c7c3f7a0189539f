import Architecture
import PlainText
import Weights

extension GraphReader {
  static let activations = plain.merging(functions) { $1 }.merging(nameless) { $1 }

  private static let plain: [String: Operation] = [
    "Relu": one { _ in ReLU() },
    "LeakyRelu": one { LeakyReLU(slope: $0.number("alpha", else: 0.01)) },
    "Elu": one { ELU(alpha: $0.number("alpha", else: 1)) },
    "Sigmoid": one { _ in Sigmoid() },
    "HardSigmoid": one {
      HardSigmoid(alpha: sixth($0.number("alpha", else: 0.2)), beta: $0.number("beta", else: 0.5))
    },
    "HardSwish": one { _ in HardSwish() },
    "Mish": one { _ in Mish() },
    "Softplus": one { _ in Softplus() },
    "Tanh": one { _ in Tanh(amplitude: 1, slope: 1) },
    "Gelu": one { GELU(approximation: $0.text("approximate") == "tanh" ? .tanh : .none) },
    "com.microsoft.Gelu": one { _ in GELU() },
    "com.microsoft.FastGelu": one { _ in GELU(approximation: .tanh) },
    "Neg": one { _ in Affine(scale: [-1]) },
    // gamma·(x for x > 0, alpha·(exp x − 1) below).
    "Selu": { (reader, node) throws(NodeError) in
      let alpha = node.number("alpha", else: 1.67326319217681884765625)
      let elu = try reader.apply(ELU(alpha: alpha), try reader.activation(node, 0))
      let gamma = node.number("gamma", else: 1.05070102214813232421875)
      return [.activation(try reader.apply(Affine(scale: [gamma]), elu))]
    },
    // alpha·ELU(x/alpha).
    "Celu": { (reader, node) throws(NodeError) in
      let alpha = node.number("alpha", else: 1)
      guard alpha > 0 else { throw .wrong("has alpha \(alpha)") }
      if alpha == 1 { return [.activation(try reader.apply(ELU(), try reader.activation(node, 0)))] }
      let scaled = try reader.apply(Affine(scale: [1 / alpha]), try reader.activation(node, 0))
      return [.activation(try reader.apply(Affine(scale: [alpha]), try reader.apply(ELU(), scaled)))]
    },
    // x·sigmoid(alpha·x).
    "Swish": { (reader, node) throws(NodeError) in
      let value = try reader.activation(node, 0)
      let alpha = node.number("alpha", else: 1)
      if alpha == 1 { return [.activation(try reader.apply(SiLU(), value))] }
      let gate = try reader.apply(Sigmoid(), try reader.apply(Affine(scale: [alpha]), value))
      var result = value
      result.draft = try reader.add(Multiplication(), [value.draft, gate.draft])
      return [.activation(result)]
    },
    "PRelu": { (reader, node) throws(NodeError) in try reader.parametric(node) },
    "Clip": { (reader, node) throws(NodeError) in try reader.clip(node) },
    "Softmax": { (reader, node) throws(NodeError) in try reader.softmax(node) { Softmax(axis: $0) } },
    "LogSoftmax": { (reader, node) throws(NodeError) in try reader.softmax(node) { LogSoftmax(axis: $0) } },
    "Pow": { (reader, node) throws(NodeError) in try reader.power(node) },
  ]

  /// Functions of a number alone.
  private static let functions: [String: Operation] = [
    "Sqrt": .sqrt, "Exp": .exp, "Log": .log, "Abs": .abs, "Reciprocal": .reciprocal, "Erf": .erf, "Softsign": .softsign,
    "Sign": .sign, "Floor": .floor, "Ceil": .ceil, "Round": .round, "Sin": .sin, "Cos": .cos, "Tan": .tan,
    "Asin": .asin, "Acos": .acos, "Atan": .atan, "Sinh": .sinh, "Cosh": .cosh, "Asinh": .asinh, "Acosh": .acosh,
    "Atanh": .atanh,
  ].mapValues { (function: ElementwiseFunction.Function) in one { _ in ElementwiseFunction(function) } }

  /// Operators that keep the size and have no kind.
  private static let nameless = Dictionary(
    uniqueKeysWithValues: ["ThresholdedRelu", "Shrink", "Hardmax", "Not", "IsNaN", "IsInf"].map { name in
      (
        name,
        { (reader: inout GraphReader, node: ONNXNode) throws(NodeError) -> [ONNXValue] in
          throw .noKind(dimensions: [try reader.activation(node, 0).dimensions])
        } as Operation
      )
    })

  /// A kind that takes numbers one by one.
  private static func one(_ kind: @escaping @Sendable (ONNXNode) -> any LayerKind) -> Operation {
    { (reader, node) throws(NodeError) in
      [.activation(try reader.apply(kind(node), try reader.activation(node, 0)))]
    }
  }

  /// A float32's 1/6 is meant to be 1/6.
  static func sixth(_ number: Double) -> Double { abs(number - 1.0 / 6) < 1e-7 ? 1.0 / 6 : number }

  private mutating func parametric(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    let value = try activation(node, 0)
    let slope = try needed(node, 1)
    let sizes = shape(value).dimensions
    if slope.count == 1, let weight = slope.reshaped([1]) {
      return [.activation(try apply(PReLU(isShared: sizes[0] != 1), value, [.weight: weight]))]
    }
    // One for each channel: aligned at the last axes, all others are 1; old versions had a list of them.
    if node.opset < 9, slope.shape == [sizes[0]] { return [.activation(try apply(PReLU(), value, [.weight: slope]))] }
    guard let aligned = Self.aligned(slope, to: value), aligned.shape[0] == sizes[0],
      aligned.shape.dropFirst().allSatisfy({ $0 == 1 }), let weight = aligned.reshaped([sizes[0]])
    else { throw .noKind(dimensions: [value.dimensions]) }
    return [.activation(try apply(PReLU(), value, [.weight: weight]))]
  }

  /// A square and a cube are products, in which patterns are found.
  private mutating func power(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    guard case .activation(let value) = value(node, 0) else {
      throw .noKind(dimensions: [try activation(node, 1).dimensions])
    }
    if case .activation(let exponent) = self.value(node, 1) {
      return [.activation(try joined(Exponentiation(), [value, exponent]))]
    }
    let exponents = try needed(node, 1)
    guard exponents.count == 1, let exponent = try number(node, 1) else {
      throw .noKind(dimensions: [try Folding.broadcast([value.dimensions, exponents.shape])])
    }
    switch exponent {
    case 1: return [.activation(value)]
    case 2, 3:
      var product = value
      product.draft = try add(Multiplication(), Array(repeating: value.draft, count: Int(exponent)))
      return [.activation(product)]
    default: return [.activation(try apply(Power(exponent: exponent), value))]
    }
  }

  private mutating func clip(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    let value = try activation(node, 0)
    let isOld = node.opset < 11
    // Up to version 6 the limits stood for infinity where they were float's.
    let minimum = isOld ? node.number("min") : try number(node, 1)
    let maximum = isOld ? node.number("max") : try number(node, 2)
    return [.activation(try clipped(value, minimum, maximum))]
  }

  /// The kind for limits, either of which may be missing or beyond all numbers.
  mutating func clipped(
    _ value: ONNXActivation, _ minimum: Double?, _ maximum: Double?
  ) throws(NodeError) -> ONNXActivation {
    let limit = 3.4e38
    let (low, high) = (minimum.flatMap { $0 < -limit ? nil : $0 }, maximum.flatMap { $0 > limit ? nil : $0 })
    switch (low, high) {
    case (nil, nil): return value
    // Limits in the wrong order leave the upper one.
    case (let low?, let high?) where low > high: return try apply(Clip(minimum: high, maximum: high), value)
    case (0, nil): return try apply(ReLU(), value)
    case (0, 6): return try apply(ReLU6(), value)
    default: return try apply(Clip(minimum: low, maximum: high), value)
    }
  }

  /// Since version 13 along an axis; before, over all axes from one on together.
  ///
  /// - Parameter kind: of an axis.
  private mutating func softmax(_ node: ONNXNode, _ kind: (Int) -> any LayerKind) throws(NodeError) -> [ONNXValue] {
    let value = try activation(node, 0)
    if node.opset >= 13 || value.dimensions.isEmpty {
      let (whole, axis) = try along(value, node.integer("axis", else: -1))
      return [.activation(try apply(kind(axis), whole))]
    }
    let first = try Folding.axis(node.integer("axis", else: 1), of: value.dimensions.count)
    try checkBatch(value, first)
    let (outer, inner) = (value.dimensions[..<first].reduce(1, *), value.dimensions[first...].reduce(1, *))
    let rest = value.dimensions[(first + 1)...]
    if rest.allSatisfy({ $0 == 1 }) {
      let (whole, axis) = try along(value, first)
      return [.activation(try apply(kind(axis), whole))]
    }
    let flat = try reinterpreted(value, [outer, inner], batch: outer == 1 ? 0 : nil)
    let result = try apply(kind(outer == 1 ? 0 : 1), flat)
    return [.activation(try reinterpreted(result, value.dimensions, batch: value.batch))]
  }
}
