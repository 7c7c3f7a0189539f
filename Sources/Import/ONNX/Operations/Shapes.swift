import Architecture
import PlainText

extension GraphReader {
  static let shapes: [String: Operation] = [
    "Identity": same, "Cast": same,
    // A constant becomes of an activation's type.
    "CastLike": { (reader, node) throws(NodeError) in
      guard case .constant(let tensor) = reader.value(node, 0) else {
        return [.activation(try reader.activation(node, 0))]
      }
      let numbers = try reader.constants.numbers(tensor)
      return [.constant(ONNXTensor(name: tensor.name, shape: tensor.shape, type: .float32, .numbers(numbers)))]
    },
    "Dropout": { (reader, node) throws(NodeError) in
      let value = try reader.activation(node, 0)
      let isTraining = try reader.constant(node, 2).map { (tensor: ONNXTensor) throws(NodeError) in
        try reader.constants.integers(tensor).contains { $0 != 0 }
      }
      guard isTraining != true, !reader.isRead(node, from: 1) else {
        throw .noKind(dimensions: [value.dimensions, value.dimensions])
      }
      let stated = try reader.number(node, 1)
      let rate = node.number("ratio") ?? stated ?? 0.5
      return [.activation(try reader.apply(Dropout(rate: rate), value))]
    },
    "Shape": { (reader, node) throws(NodeError) in
      [.constant(ONNXTensor(name: node.name, Folding.part(of: try reader.activation(node, 0).dimensions, node)))]
    },
    "Size": { (reader, node) throws(NodeError) in
      let count = try reader.activation(node, 0).dimensions.reduce(1, *)
      return [.constant(ONNXTensor(name: node.name, shape: [], type: .int64, .integers([count])))]
    },
    "Reshape": { (reader, node) throws(NodeError) in try reader.reshape(node) },
    "Flatten": { (reader, node) throws(NodeError) in
      let value = try reader.activation(node, 0)
      let axis = node.integer("axis", else: 1)
      let count = value.dimensions.count
      let split = axis == count ? count : try Folding.axis(axis, of: count)
      if split == 0 { try reader.checkBatch(value, 0) }
      let sizes = [value.dimensions[..<split].reduce(1, *), value.dimensions[split...].reduce(1, *)]
      return [.activation(try reader.seen(value, sizes))]
    },
    "Squeeze": { (reader, node) throws(NodeError) in
      let value = try reader.activation(node, 0)
      let axes = try reader.list(node, 1, "axes")
      return [.activation(try reader.seen(value, try Folding.squeezed(value.dimensions, axes)))]
    },
    "Unsqueeze": { (reader, node) throws(NodeError) in
      let value = try reader.activation(node, 0)
      let axes = try reader.list(node, 1, "axes") ?? []
      if axes.contains(0) { try reader.checkBatch(value, 0) }
      return [.activation(try reader.seen(value, try Folding.unsqueezed(value.dimensions, axes)))]
    },
    "Transpose": { (reader, node) throws(NodeError) in
      let value = try reader.activation(node, 0)
      let order = node.integers("perm") ?? Array(value.dimensions.indices.reversed())
      return [.activation(try reader.transposed(value, order))]
    },
    "Expand": { (reader, node) throws(NodeError) in try reader.expand(node) },
    "DepthToSpace": { (reader, node) throws(NodeError) in
      let (value, block) = try reader.blocks(node)
      let (c, h, w) = (value.dimensions[1], value.dimensions[2], value.dimensions[3])
      guard c % (block * block) == 0 else { throw .wrong("has blocks of \(block) in \(c) channels") }
      let depth = c / (block * block)
      let isRowMajor = node.text("mode") == "CRD"
      let split =
        isRowMajor ? [1, depth, block, block, h, w] : [1, block, block, depth, h, w]
      let order = isRowMajor ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2]
      return [.activation(try reader.rearranged(value, split, order, [1, depth, h * block, w * block]))]
    },
    "SpaceToDepth": { (reader, node) throws(NodeError) in
      let (value, block) = try reader.blocks(node)
      let (c, h, w) = (value.dimensions[1], value.dimensions[2], value.dimensions[3])
      guard h % block == 0, w % block == 0 else { throw .wrong("has blocks of \(block) in maps of \(h)×\(w)") }
      let split = [1, c, h / block, block, w / block, block]
      let order = node.text("mode") == "CRD" ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4]
      let joined = [1, c * block * block, h / block, w / block]
      return [.activation(try reader.rearranged(value, split, order, joined))]
    },
  ]

  private static let same: Operation = { (reader, node) throws(NodeError) in
    [.activation(try reader.activation(node, 0))]
  }

  /// The same numbers under other sizes: the batch is in front where the first size is 1 and it was in front.
  mutating func seen(_ value: ONNXActivation, _ sizes: [Int]) throws(NodeError) -> ONNXActivation {
    let isBatched = batch == .first && sizes.count > 1 && sizes[0] == 1
    return try reinterpreted(value, sizes, batch: isBatched ? 0 : nil)
  }

  private mutating func reshape(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    let value = try activation(node, 0)
    guard var sizes = try list(node, 1, "shape") else { throw .wrong("has no sizes") }
    // A file for N inputs at a time names N.
    if fixedBatch != 1, value.batch == 0 {
      if sizes.first == 1 { try checkBatch(value, 0) }
      if sizes.first == fixedBatch { sizes[0] = 1 }
    }
    let keepsZeros = node.integer("allowzero", else: 0) != 0
    let resolved = try Folding.resolved(sizes, of: value.dimensions, keepsZeros: keepsZeros)
    guard try Folding.count(resolved) == value.dimensions.reduce(1, *) else {
      throw .wrong("makes \(Folding.text(sizes)) of \(Folding.text(value.dimensions))")
    }
    return [.activation(try seen(value, resolved))]
  }

  /// An axis of size 1 that is repeated: of maps as a resizing to the nearest cell, of channels as copies of them.
  private mutating func expand(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    let value = try activation(node, 0)
    guard let asked = try list(node, 1, "shape") else { throw .wrong("has no sizes") }
    let sizes = try Folding.broadcast([value.dimensions, asked])
    var result = try seen(value, Array(repeating: 1, count: sizes.count - value.dimensions.count) + value.dimensions)
    if sizes == result.dimensions { return [.activation(result)] }
    if let batch = result.batch, sizes[batch] != 1 { result = try whole(result) }
    let own = ONNXActivation.sizes(sizes, batch: result.batch)
    let before = shape(result)
    if own[0] != before.channels {
      guard own[0] <= 4096 else { throw .noKind(dimensions: [sizes]) }
      result.draft = try add(Concatenation(), Array(repeating: result.draft, count: own[0]))
    }
    if Array(own.dropFirst()) != before.extent {
      result.draft = try add(Resize(.cells(Array(own.dropFirst())), coordinates: .asymmetric), [result.draft])
    }
    result.dimensions = sizes
    return [.activation(result)]
  }

  private mutating func blocks(_ node: ONNXNode) throws(NodeError) -> (ONNXActivation, Int) {
    let value = try image(try activation(node, 0))
    let block = node.integer("blocksize", else: 0)
    guard value.dimensions.count == 4, (1...Limits.window).contains(block) else {
      throw .wrong("has blocks of \(block) in \(Folding.text(value.dimensions))")
    }
    return (value, block)
  }

  /// Axes split, put in another order and joined again.
  private mutating func rearranged(
    _ value: ONNXActivation, _ split: [Int], _ order: [Int], _ joined: [Int]
  ) throws(NodeError) -> ONNXActivation {
    let parts = try transposed(try reinterpreted(value, split, batch: 0), order)
    return try reinterpreted(parts, joined, batch: 0)
  }
}
