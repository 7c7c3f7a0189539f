import Architecture

extension GraphReader {
  static let reductions: [String: Operation] = [
    "ReduceMean": { (reader, node) throws(NodeError) in try reader.reduction(node) { Mean($0) } },
    "ReduceMax": { (reader, node) throws(NodeError) in try reader.reduction(node) { Max($0) } },
    // min x = −max(−x).
    "ReduceMin": { (reader, node) throws(NodeError) in
      let value = try reader.apply(Affine(scale: [-1]), try reader.activation(node, 0))
      return try reader.reduction(node, of: value, factor: { _ in -1 }) { Max($0) }
    },
    // The mean times how many there are.
    "ReduceSum": { (reader, node) throws(NodeError) in
      try reader.reduction(node, factor: { Double($0) }) { Mean($0) }
    },
    "ReduceSumSquare": { (reader, node) throws(NodeError) in
      var value = try reader.activation(node, 0)
      value.draft = try reader.add(Multiplication(), [value.draft, value.draft])
      return try reader.reduction(node, of: value, factor: { Double($0) }) { Mean($0) }
    },
    "ReduceL1": { (reader, node) throws(NodeError) in try reader.norm(node, 1) },
    "ReduceL2": { (reader, node) throws(NodeError) in try reader.norm(node, 2) },
    "ReduceLogSum": { (reader, node) throws(NodeError) in
      try reader.applied(.log, try reader.reduction(node, factor: { Double($0) }) { Mean($0) })
    },
    "ReduceLogSumExp": { (reader, node) throws(NodeError) in
      let value = try reader.apply(ElementwiseFunction(.exp), try reader.activation(node, 0))
      return try reader.applied(.log, try reader.reduction(node, of: value, factor: { Double($0) }) { Mean($0) })
    },
    "ReduceProd": { (reader, node) throws(NodeError) in
      let value = try reader.activation(node, 0)
      throw .noKind(dimensions: [try reader.reducedSizes(node, value).sizes])
    },
  ]

  /// A function of a single output.
  private mutating func applied(
    _ function: ElementwiseFunction.Function, _ values: [ONNXValue]
  ) throws(NodeError) -> [ONNXValue] {
    guard case .activation(let value) = values[0] else { return values }
    return [.activation(try apply(ElementwiseFunction(function), value))]
  }

  /// The sum of magnitudes, or the root of the sum of squares.
  private mutating func norm(_ node: ONNXNode, _ p: Double) throws(NodeError) -> [ONNXValue] {
    let value = try magnitude(try activation(node, 0), to: p)
    let sum = try reduction(node, of: value, factor: { Double($0) }) { Mean($0) }
    return p == 1 ? sum : try applied(.sqrt, sum)
  }

  /// |x|ᵖ of each number.
  mutating func magnitude(_ value: ONNXActivation, to p: Double) throws(NodeError) -> ONNXActivation {
    if p == 2 {
      var square = value
      square.draft = try add(Multiplication(), [value.draft, value.draft])
      return square
    }
    let magnitude = try apply(ElementwiseFunction(.abs), value)
    return p == 1 ? magnitude : try apply(Power(exponent: p), magnitude)
  }

  /// The p-th root.
  mutating func root(_ value: ONNXActivation, of p: Double) throws(NodeError) -> ONNXActivation {
    if p == 1 { return value }
    return try apply(p == 2 ? ElementwiseFunction(.sqrt) as any LayerKind : Power(exponent: 1 / p), value)
  }

  /// The axes that go, and the sizes that stay.
  private mutating func reducedSizes(
    _ node: ONNXNode, _ value: ONNXActivation
  ) throws(NodeError) -> (axes: [Int], sizes: [Int], keeps: Bool) {
    let axes = try Folding.reducedAxes(node, try list(node, 1, "axes"), of: value.dimensions.count)
    let keeps = node.integer("keepdims", else: 1) != 0
    let sizes = value.dimensions.enumerated().compactMap { axis, size in
      axes.contains(axis) ? (keeps ? 1 : nil) : size
    }
    return (axes, sizes, keeps)
  }

  /// - Parameters:
  ///   - given: what is reduced; nil for the node's input.
  ///   - factor: what the result is multiplied by, of the numbers that each is made of.
  private mutating func reduction(
    _ node: ONNXNode, of given: ONNXActivation? = nil, factor: ((Int) -> Double)? = nil,
    _ kind: (Reduction) -> any LayerKind
  ) throws(NodeError) -> [ONNXValue] {
    let value = if let given { given } else { try activation(node, 0) }
    let (axes, sizes, _) = try reducedSizes(node, value)
    for axis in axes { try checkBatch(value, axis) }
    let own = axes.compactMap { value.axis($0) }
    var result = value
    if !own.isEmpty, !value.dimensions.isEmpty {
      let isGlobal = own == Array(1..<shape(value).dimensions.count) && value.batch == 0
      var pooling = kind(Reduction(axes: own, keepsAxes: true))
      if isGlobal { pooling = pooling is Mean ? GlobalAveragePooling() : GlobalMaxPooling() }
      result.draft = try add(pooling, [value.draft])
      result.dimensions = value.dimensions.enumerated().map { axes.contains($0) ? 1 : $1 }
    }
    let count = own.reduce(1) { $0 * shape(value).dimensions[$1] }
    if let factor, factor(count) != 1 { result = try apply(Affine(scale: [factor(count)]), result) }
    return [.activation(result.dimensions == sizes ? result : try seen(result, sizes))]
  }
}
