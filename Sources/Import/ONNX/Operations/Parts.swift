import Architecture
import PlainText

extension GraphReader {
  static let parts: [String: Operation] = [
    "Concat": { (reader, node) throws(NodeError) in try reader.concatenation(node) },
    "Split": { (reader, node) throws(NodeError) in
      let input = try reader.activation(node, 0)
      let stated = try reader.list(node, 1, "split")
      let (value, axis) = try reader.along(input, node.integer("axis", else: 0))
      let own = try Folding.axis(node.integer("axis", else: 0), of: input.dimensions.count)
      var start = 0
      var results: [ONNXValue] = []
      for count in try Folding.split(reader.shape(value).dimensions[axis], node, stated) {
        results.append(.activation(try reader.sliced(value, own, axis, start, count, 1)))
        start += count
      }
      return results
    },
    "Slice": { (reader, node) throws(NodeError) in
      var value = try reader.activation(node, 0)
      var inputs: [ONNXTensor?] = [nil]
      for index in 1..<5 { inputs.append(try reader.constant(node, index)) }
      for cut in try Cut.list(&reader.constants, node, inputs, of: value.dimensions) {
        guard cut.count > 0 else { throw .wrong("takes no cell of axis \(cut.axis)") }
        try reader.checkBatch(value, cut.axis)
        if cut.count == value.dimensions[cut.axis], cut.step == 1 { continue }
        guard cut.step > 0 else {
          var sizes = value.dimensions
          sizes[cut.axis] = cut.count
          throw .noKind(dimensions: [sizes])
        }
        let (whole, axis) = try reader.along(value, cut.axis)
        value = try reader.sliced(whole, cut.axis, axis, cut.start, cut.count, cut.step)
      }
      return [.activation(value)]
    },
    "Gather": { (reader, node) throws(NodeError) in try reader.gather(node) },
    "Pad": { (reader, node) throws(NodeError) in try reader.pad(node) },
    "ArgMax": { (reader, node) throws(NodeError) in try reader.chosen(node) },
    "ArgMin": { (reader, node) throws(NodeError) in try reader.chosen(node) },
    "TopK": { (reader, node) throws(NodeError) in
      let value = try reader.activation(node, 0)
      let axis = try Folding.axis(node.integer("axis", else: -1), of: value.dimensions.count)
      guard axis < value.dimensions.count else { throw .wrong("chooses from a single number") }
      guard let count = try reader.list(node, 1, "k")?.first ?? node.integer("k") else {
        throw .wrong("does not say how many")
      }
      var sizes = value.dimensions
      sizes[axis] = count
      throw .noKind(dimensions: [sizes, sizes])
    },
  ]

  /// A part of an axis.
  ///
  /// - Parameters:
  ///   - axis: ONNX's axis.
  ///   - own: the draft's.
  private mutating func sliced(
    _ value: ONNXActivation, _ axis: Int, _ own: Int, _ start: Int, _ count: Int, _ step: Int
  ) throws(NodeError) -> ONNXActivation {
    guard count > 0 else { throw .noKind(dimensions: []) }
    let end = start + (count - 1) * step + 1
    guard start >= 0, end > start, end <= shape(value).dimensions[own] else {
      throw .wrong("takes cells \(start) to \(end) of \(shape(value).dimensions[own])")
    }
    if count == shape(value).dimensions[own] { return value }
    var result = value
    result.draft = try add(Slice(start..<end, axis: own, step: step), [value.draft])
    result.dimensions[axis] = count
    return result
  }

  private mutating func concatenation(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    var values: [ONNXActivation] = []
    var sizes: [[Int]] = []
    for index in node.inputs.indices {
      switch value(node, index) {
      case .activation(let value):
        values.append(value)
        sizes.append(value.dimensions)
      case .constant(let tensor): sizes.append(tensor.shape)
      case .failed, nil: throw .wrong("lacks its input \(index)")
      }
    }
    guard let rank = sizes.first?.count, sizes.allSatisfy({ $0.count == rank }) else {
      throw .wrong("joins values with different axes")
    }
    guard rank > 0 else { throw .wrong("joins single numbers") }
    let axis = try Folding.axis(node.integer("axis", else: 1), of: rank)
    var joined = sizes[0]
    joined[axis] = 0
    for size in sizes {
      guard joined.indices.allSatisfy({ $0 == axis || size[$0] == joined[$0] }) else {
        throw .wrong("joins \(sizes.map(Folding.text).joined(separator: ", "))")
      }
      joined[axis] += size[axis]
    }
    guard values.count == node.inputs.count else { throw .noKind(dimensions: [joined]) }
    // On the axis of the batch they are joined as axes like others.
    let isOnBatch = values.contains { $0.batch == axis } || Set(values.map(\.batch)).count > 1
    if isOnBatch { for index in values.indices { values[index] = try whole(values[index]) } }
    let own = values[0].axis(axis) ?? axis
    let count = shape(values[0]).dimensions.count
    var result = values[0]
    if own == 0 {
      result.draft = try add(Concatenation(), values.map(\.draft))
    } else {
      let order = [own] + (0..<count).filter { $0 != own }
      var moved: [Int] = []
      for value in values { moved.append(try add(Transposition(order: order), [value.draft])) }
      let made = try add(Concatenation(), moved)
      result.draft = try add(Transposition(order: (0..<count).map { order.firstIndex(of: $0) ?? $0 }), [made])
    }
    result.dimensions = joined
    return [.activation(result)]
  }

  /// Cells that follow each other, or a single one, whose axis goes away.
  private mutating func gather(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    let input = try activation(node, 0)
    let choice = try needed(node, 1)
    let axis = try Folding.axis(node.integer("axis", else: 0), of: input.dimensions.count)
    guard axis < input.dimensions.count else { throw .wrong("gathers from a single number") }
    let size = input.dimensions[axis]
    let chosen = try constants.integers(choice).map { $0 < 0 ? $0 &+ size : $0 }
    guard let first = chosen.first, chosen.allSatisfy({ (0..<size).contains($0) }) else {
      throw .wrong("gathers what is not among the \(size) of axis \(axis)")
    }
    let sizes = Array(input.dimensions[..<axis]) + choice.shape + Array(input.dimensions[(axis + 1)...])
    let step = chosen.count > 1 ? chosen[1] - first : 1
    guard step > 0, zip(chosen, chosen.indices).allSatisfy({ $0 == first + $1 * step }) else {
      throw .noKind(dimensions: [sizes])
    }
    let (value, own) = try along(input, axis)
    return [.activation(try seen(try sliced(value, axis, own, first, chosen.count, step), sizes))]
  }

  private mutating func chosen(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    var sizes = try activation(node, 0).dimensions
    let axis = try Folding.axis(node.integer("axis", else: 0), of: sizes.count)
    guard axis < sizes.count else { throw .wrong("chooses from a single number") }
    if node.integer("keepdims", else: 1) != 0 { sizes[axis] = 1 } else { sizes.remove(at: axis) }
    throw .noKind(dimensions: [sizes])
  }

  /// Cells put around, or with negative numbers taken away; also around channels, which are then seen as an axis of maps.
  private mutating func pad(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    let input = try activation(node, 0)
    let rank = input.dimensions.count
    guard let stated = try list(node, 1, "pads") ?? node.integers("paddings") else { throw .wrong("has no pads") }
    var axes: [Int] = []
    for axis in try list(node, 3, "axes") ?? Array(0..<rank) { axes.append(try Folding.axis(axis, of: rank)) }
    guard stated.count == 2 * axes.count, Set(axes).count == axes.count, rank > 0,
      stated.allSatisfy({ (-Limits.window...Limits.window).contains($0) })
    else { throw .wrong("has pads \(stated) on \(axes.count) axes") }
    let filling: Padding.Filling
    switch node.text("mode") ?? "constant" {
    case "constant": filling = .constant
    case "reflect": filling = .reflect
    case "edge": filling = .replicate
    default: throw .noKind(dimensions: [])
    }
    let number = try number(node, 2) ?? node.number("value", else: 0)
    var value = input
    var around = Array(repeating: WindowArguments.Padding.Pair(before: 0, after: 0), count: rank)
    for (index, axis) in axes.enumerated() {
      let (before, after) = (stated[index], stated[axes.count + index])
      around[axis] = .init(before: max(before, 0), after: max(after, 0))
      guard before < 0 || after < 0 else { continue }
      let (whole, own) = try along(value, axis)
      let (first, last) = (max(-before, 0), value.dimensions[axis] - max(-after, 0))
      guard first < last else { throw .wrong("takes all cells of axis \(axis) away") }
      value = try sliced(whole, axis, own, first, last - first, 1)
    }
    guard around.contains(where: { $0.before + $0.after > 0 }) else { return [.activation(value)] }
    if let batch = value.batch, around[batch].before + around[batch].after > 0 { value = try whole(value) }
    if let batch = value.batch { around.remove(at: batch) }
    let sizes = zip(shape(value).dimensions, around).map { $0 + $1.before + $1.after }
    let onChannels = around[0].before + around[0].after > 0
    let maps = onChannels ? try add(Reshape(sizes: [1] + shape(value).dimensions), [value.draft]) : value.draft
    let cells = onChannels ? around : Array(around.dropFirst())
    var draft = try add(Padding(cells: cells, filling: filling, value: number), [maps])
    if onChannels { draft = try add(sizes.count == 1 ? Flatten() : Reshape(sizes: sizes), [draft]) }
    var dimensions = sizes
    if let batch = value.batch { dimensions.insert(1, at: batch) }
    return [.activation(ONNXActivation(draft: draft, dimensions: dimensions, batch: value.batch))]
  }
}
