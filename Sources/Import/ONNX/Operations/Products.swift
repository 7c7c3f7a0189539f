import Architecture
import PlainText

extension GraphReader {
  static let products: [String: Operation] = [
    "MatMul": { (reader, node) throws(NodeError) in
      guard case .constant(let weight) = reader.value(node, 1) else { return try reader.matrixProduct(node) }
      return [.activation(try reader.connected(try reader.activation(node, 0), weight))]
    },
    "MatMulInteger": { (reader, node) throws(NodeError) in
      reader.remarkQuantized()
      return [.activation(try reader.connected(try reader.activation(node, 0), try reader.needed(node, 1)))]
    },
    // a, its scale and zero, b, its scale and zero, y's scale and zero.
    "QLinearMatMul": { (reader, node) throws(NodeError) in
      reader.remarkQuantized()
      return [.activation(try reader.connected(try reader.activation(node, 0), try reader.needed(node, 3)))]
    },
    "Gemm": { (reader, node) throws(NodeError) in try reader.general(node) },
  ]

  /// Rows of the last axis times a constant matrix of in × out.
  private mutating func connected(_ value: ONNXActivation, _ matrix: ONNXTensor) throws(NodeError) -> ONNXActivation {
    var matrix = matrix
    if matrix.shape.count == 1, let column = matrix.reshaped([matrix.shape[0], 1]) { matrix = column }
    guard matrix.shape.count == 2, let last = value.dimensions.last else { throw .noKind(dimensions: []) }
    guard matrix.shape[0] == last else {
      throw .wrong("multiplies \(Folding.text(value.dimensions)) by \(Folding.text(matrix.shape))")
    }
    guard let weight = try transposed(matrix) else { throw .noKind(dimensions: []) }
    let isVector = value.batch == value.dimensions.count - 2 && value.dimensions.count == 2
    // Of a single axis, or of an axis that is the batch's neighbour, nothing is left to stand in rows.
    let rows = value.dimensions.count == 1 || isVector ? value : try value.batch == nil ? value : batchKept(value)
    let kind = FullyConnected(
      outputs: matrix.shape[1], hasBias: false, flattens: shape(rows).dimensions.count == 1)
    var result = rows
    result.draft = try add(kind, [rows.draft], filled(weight, nil))
    result.dimensions[result.dimensions.count - 1] = matrix.shape[1]
    return result
  }

  /// A value whose batch is not its last axis.
  private mutating func batchKept(_ value: ONNXActivation) throws(NodeError) -> ONNXActivation {
    value.batch == value.dimensions.count - 1 ? try whole(value) : value
  }

  /// A matrix of in × out as out × in; numbers in memory are moved.
  private mutating func transposed(_ matrix: ONNXTensor) throws(NodeError) -> ONNXTensor? {
    if let view = matrix.permuted([1, 0]) { return view }
    guard matrix.type.isFloat else { return matrix.reshaped([matrix.shape[1], matrix.shape[0]]) }
    let numbers = try constants.numbers(matrix)
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    try constants.spend(matrix.count)
    let moved = (0..<columns).flatMap { column in (0..<rows).map { numbers[$0 * columns + column] } }
    return ONNXTensor(name: matrix.name, shape: [columns, rows], type: matrix.type, .numbers(moved))
  }

  private mutating func matrixProduct(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    guard case .activation(let a) = value(node, 0) else { throw .noKind(dimensions: []) }
    let b = try activation(node, 1)
    guard a.dimensions.count >= 2, b.dimensions.count >= 2 else { throw .noKind(dimensions: []) }
    let leading = try Folding.broadcast([a.dimensions.dropLast(2), b.dimensions.dropLast(2)])
    let (rows, inner) = (a.dimensions[a.dimensions.count - 2], a.dimensions[a.dimensions.count - 1])
    let columns = b.dimensions[b.dimensions.count - 1]
    guard inner == b.dimensions[b.dimensions.count - 2] else {
      throw .wrong("multiplies \(Folding.text(a.dimensions)) by \(Folding.text(b.dimensions))")
    }
    let sizes = leading + [rows, columns]
    // Matrices under as many axes; a batch before them stays it.
    guard leading.reduce(1, *) == a.dimensions.dropLast(2).reduce(1, *),
      leading.reduce(1, *) == b.dimensions.dropLast(2).reduce(1, *)
    else { throw .noKind(dimensions: [sizes]) }
    let batch = batch == .first && leading.first == 1 ? 0 : nil
    let left = try reinterpreted(a, leading + [rows, inner], batch: batch)
    let right = try reinterpreted(b, leading + [inner, columns], batch: batch)
    let draft = try add(MatrixProduct(), [left.draft, right.draft])
    return [.activation(ONNXActivation(draft: draft, dimensions: sizes, batch: batch))]
  }

  /// alpha·A·B + beta·C, A and B transposed where the node says so.
  private mutating func general(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    var value = try activation(node, 0)
    var matrix = try needed(node, 1)
    let bias = try constant(node, 2)
    guard value.dimensions.count == 2, matrix.shape.count == 2 else {
      throw .wrong("multiplies \(Folding.text(value.dimensions)) by \(Folding.text(matrix.shape))")
    }
    if node.integer("transA", else: 0) != 0 { value = try transposed(value, [1, 0]) }
    if node.integer("transB", else: 0) != 0 {
      guard let view = try transposed(matrix) else { throw .noKind(dimensions: []) }
      matrix = view
    }
    let (alpha, beta) = (node.number("alpha", else: 1), node.number("beta", else: 1))
    if value.batch == nil, value.dimensions[0] == 1 { value = try reinterpreted(value, value.dimensions, batch: 0) }
    var result = try connected(value, matrix)
    if alpha != 1 { result = try apply(Affine(scale: [alpha]), result) }
    guard let bias, beta != 0 else { return [.activation(result)] }
    var term = bias
    if beta != 1 {
      try constants.spend(bias.count)
      term.storage = .numbers(try constants.numbers(bias).map { $0 * beta })
    }
    return [.activation(try arithmetic(.add, result, term, isInverse: false))]
  }
}
