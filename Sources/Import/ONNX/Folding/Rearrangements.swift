import PlainText

extension Folding {
  /// Operators that move numbers.
  static let rearrangements: [String: Operation] = [
    "Identity": { (_, _, inputs) throws(NodeError) in [try input(inputs, 0)] },
    "Dropout": { (_, _, inputs) throws(NodeError) in [try input(inputs, 0)] },
    "Reshape": { (reader, node, inputs) throws(NodeError) in
      let tensor = try input(inputs, 0)
      let sizes = try list(&reader, node, inputs, 1, "shape") ?? []
      let keepsZeros = node.integer("allowzero", else: 0) != 0
      return [try reshaped(&reader, tensor, try resolved(sizes, of: tensor.shape, keepsZeros: keepsZeros))]
    },
    "Flatten": { (reader, node, inputs) throws(NodeError) in
      let tensor = try input(inputs, 0)
      let axis = node.integer("axis", else: 1)
      let split = axis == tensor.shape.count ? axis : try Folding.axis(axis, of: tensor.shape.count)
      let (rows, columns) = (tensor.shape[..<split].reduce(1, *), tensor.shape[split...].reduce(1, *))
      return [try reshaped(&reader, tensor, [rows, columns])]
    },
    "Squeeze": { (reader, node, inputs) throws(NodeError) in
      let tensor = try input(inputs, 0)
      let sizes = try squeezed(tensor.shape, try list(&reader, node, inputs, 1, "axes"))
      return [try reshaped(&reader, tensor, sizes)]
    },
    "Unsqueeze": { (reader, node, inputs) throws(NodeError) in
      let tensor = try input(inputs, 0)
      let sizes = try unsqueezed(tensor.shape, try list(&reader, node, inputs, 1, "axes") ?? [])
      return [try reshaped(&reader, tensor, sizes)]
    },
    "Transpose": { (reader, node, inputs) throws(NodeError) in
      let tensor = try input(inputs, 0)
      let order = node.integers("perm") ?? Array(tensor.shape.indices.reversed())
      guard order.sorted() == Array(tensor.shape.indices) else { throw .wrong("has an order that is none: \(order)") }
      if let view = tensor.permuted(order) { return [view] }
      try reader.spend(tensor.count)
      let (shape, steps) = (order.map { tensor.shape[$0] }, strides(tensor.shape))
      return [try picked(&reader, tensor, indices(of: shape, steps: order.map { steps[$0] }), shape: shape)]
    },
    "Concat": { (reader, node, inputs) throws(NodeError) in [try concatenated(&reader, node, inputs)] },
    "Gather": { (reader, node, inputs) throws(NodeError) in [try gathered(&reader, node, inputs)] },
    "Slice": { (reader, node, inputs) throws(NodeError) in
      let tensor = try input(inputs, 0)
      let cuts = try Cut.list(&reader, node, inputs, of: tensor.shape)
      return [try cut(&reader, tensor, cuts)]
    },
    "Split": { (reader, node, inputs) throws(NodeError) in
      let tensor = try input(inputs, 0)
      let axis = try Folding.axis(node.integer("axis", else: 0), of: tensor.shape.count)
      guard axis < tensor.shape.count else { throw .wrong("splits a single number") }
      let parts = try split(tensor.shape[axis], node, try list(&reader, node, inputs, 1, "split"))
      var results: [ONNXTensor] = []
      var start = 0
      for part in parts {
        results.append(try cut(&reader, tensor, [Cut(axis: axis, start: start, count: part, step: 1)]))
        start += part
      }
      return results
    },
    "Expand": { (reader, node, inputs) throws(NodeError) in
      let tensor = try input(inputs, 0)
      let shape = try broadcast([tensor.shape, try list(&reader, node, inputs, 1, "shape") ?? []])
      let total = try count(shape)
      if case .filled = tensor.storage {
        return [ONNXTensor(name: tensor.name, shape: shape, type: tensor.type, tensor.storage)]
      }
      if tensor.count == 1, let number = try reader.numbers(tensor).first, tensor.type.isFloat {
        return [ONNXTensor(name: tensor.name, shape: shape, type: tensor.type, .filled(number))]
      }
      try reader.spend(total)
      return [try picked(&reader, tensor, indices(of: shape, in: tensor.shape), shape: shape)]
    },
    "Tile": { (reader, node, inputs) throws(NodeError) in
      let tensor = try input(inputs, 0)
      let repeats = try list(&reader, node, inputs, 1, "repeats") ?? []
      guard repeats.count == tensor.shape.count, repeats.allSatisfy({ (0...1 << 30).contains($0) }) else {
        throw .wrong("has repeats that do not fit")
      }
      var shape: [Int] = []
      for (size, times) in zip(tensor.shape, repeats) {
        let (product, overflow) = size.multipliedReportingOverflow(by: times)
        guard !overflow else { throw .wrong("has repeats that do not fit") }
        shape.append(product)
      }
      try reader.spend(try count(shape))
      let steps = strides(tensor.shape)
      var places = shape.contains(0) ? [] : [0]
      for (axis, size) in shape.enumerated() {
        places = places.flatMap { first in (0..<size).map { first + $0 % tensor.shape[axis] * steps[axis] } }
      }
      return [try picked(&reader, tensor, places, shape: shape)]
    },
  ]

  private static func reshaped(
    _ reader: inout ConstantReader, _ tensor: ONNXTensor, _ sizes: [Int]
  ) throws(NodeError) -> ONNXTensor {
    guard try count(sizes) == tensor.count else {
      throw .wrong("makes \(text(sizes)) of \(text(tensor.shape))")
    }
    if let view = tensor.reshaped(sizes) { return view }
    try reader.spend(tensor.count)
    return try picked(&reader, tensor, Array(0..<tensor.count), shape: sizes)
  }

  private static func concatenated(
    _ reader: inout ConstantReader, _ node: ONNXNode, _ inputs: [ONNXTensor?]
  ) throws(NodeError) -> ONNXTensor {
    let first = try input(inputs, 0)
    let axis = try Folding.axis(node.integer("axis", else: 1), of: first.shape.count)
    guard axis < first.shape.count else { throw .wrong("joins single numbers") }
    var shape = first.shape
    shape[axis] = 0
    var tensors: [ONNXTensor] = []
    for index in inputs.indices {
      let tensor = try input(inputs, index)
      var rest = tensor.shape
      guard rest.count == shape.count else { throw .wrong("joins constants with different axes") }
      rest[axis] = shape[axis]
      guard rest == shape, tensor.type.isFloat == first.type.isFloat else {
        throw .wrong("joins constants that do not fit")
      }
      shape[axis] += tensor.shape[axis]
      tensors.append(tensor)
    }
    try reader.spend(try count(shape))
    // Before the axis the tensors take turns, behind it they are whole.
    let outer = shape.contains(0) ? 0 : shape[..<axis].reduce(1, *)
    var result = ONNXTensor(name: first.name, shape: shape, type: first.type, .integers([]))
    if first.type.isFloat {
      var parts: [[Double]] = []
      for tensor in tensors { parts.append(try reader.numbers(tensor)) }
      result.storage = .numbers(interleaved(parts, outer))
    } else {
      var parts: [[Int]] = []
      for tensor in tensors { parts.append(try reader.integers(tensor)) }
      result.storage = .integers(interleaved(parts, outer))
    }
    return result
  }

  private static func interleaved<Number>(_ parts: [[Number]], _ rows: Int) -> [Number] {
    (0..<rows).flatMap { row in parts.flatMap { $0[(row * $0.count / rows)..<((row + 1) * $0.count / rows)] } }
  }

  private static func gathered(
    _ reader: inout ConstantReader, _ node: ONNXNode, _ inputs: [ONNXTensor?]
  ) throws(NodeError) -> ONNXTensor {
    let (tensor, choice) = (try input(inputs, 0), try input(inputs, 1))
    let axis = try Folding.axis(node.integer("axis", else: 0), of: tensor.shape.count)
    guard axis < tensor.shape.count else { throw .wrong("gathers from a single number") }
    let size = tensor.shape[axis]
    var chosen = try reader.integers(choice)
    guard chosen.allSatisfy({ (-size..<size).contains($0) }) else {
      throw .wrong("gathers what is not among the \(size) of axis \(axis)")
    }
    chosen = chosen.map { $0 < 0 ? $0 + size : $0 }
    let (before, after) = (tensor.shape[..<axis], tensor.shape[(axis + 1)...])
    let shape = Array(before) + choice.shape + Array(after)
    try reader.spend(try count(shape))
    let (outer, inner) = (shape.contains(0) ? 0 : before.reduce(1, *), after.reduce(1, *))
    var places: [Int] = []
    for row in 0..<outer {
      for index in chosen { places += (0..<inner).map { (row * size + index) * inner + $0 } }
    }
    return try picked(&reader, tensor, places, shape: shape)
  }

  private static func cut(
    _ reader: inout ConstantReader, _ tensor: ONNXTensor, _ cuts: [Cut]
  ) throws(NodeError) -> ONNXTensor {
    var shape = tensor.shape
    for cut in cuts { shape[cut.axis] = cut.count }
    if case .stored(var numbers) = tensor.storage, cuts.allSatisfy({ $0.step == 1 && $0.count > 0 }) {
      for cut in cuts { numbers = numbers.slice(cut.axis, cut.start..<cut.start + cut.count) }
      return ONNXTensor(name: tensor.name, shape: shape, type: tensor.type, .stored(numbers))
    }
    try reader.spend(try count(shape))
    var steps = strides(tensor.shape)
    var start = 0
    for cut in cuts {
      start += cut.start * steps[cut.axis]
      steps[cut.axis] *= cut.step
    }
    return try picked(&reader, tensor, indices(of: shape, steps: steps, from: start), shape: shape)
  }
}
