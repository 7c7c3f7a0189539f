import Architecture
import PlainText
import Weights

/// How an operation makes drafts: layers, and values seen under other axes.
extension GraphReader {
  /// Adds a layer.
  ///
  /// - Returns: its index.
  mutating func add(
    _ kind: any LayerKind, _ inputs: [Int], _ parameters: [WeightTensor.Part: ONNXTensor] = [:]
  ) throws(NodeError) -> Int {
    let shape: Shape
    do {
      shape = try kind.output(of: inputs.map { drafts[$0].shape })
    } catch {
      throw .wrong("does not fit: \(error)")
    }
    drafts.append(Draft(kind: kind, inputs: inputs, shape: shape, parameters: parameters, node: node))
    return drafts.count - 1
  }

  /// A layer that keeps the number of axes: its output with the batch where the input has it.
  mutating func apply(
    _ kind: any LayerKind, _ value: ONNXActivation, _ parameters: [WeightTensor.Part: ONNXTensor] = [:]
  ) throws(NodeError) -> ONNXActivation {
    let draft = try add(kind, [value.draft], parameters)
    var result = value
    result.draft = draft
    var sizes = drafts[draft].shape.dimensions
    if let batch = value.batch, value.dimensions.count == sizes.count + 1 {
      sizes.insert(1, at: batch)
      result.dimensions = sizes
    } else if value.dimensions.count == sizes.count {
      result.dimensions = sizes
    }
    return result
  }

  func shape(_ value: ONNXActivation) -> Shape { drafts[value.draft].shape }

  /// The same numbers in the same order under other sizes.
  ///
  /// - Parameter batch: the axis of size 1 among them that is the batch.
  mutating func reinterpreted(
    _ value: ONNXActivation, _ dimensions: [Int], batch: Int?
  ) throws(NodeError) -> ONNXActivation {
    guard fixedBatch == 1 || (value.batch == batch) else {
      throw .wrong("works across the \(fixedBatch) inputs of the batch")
    }
    let sizes = ONNXActivation.sizes(dimensions, batch: batch)
    guard sizes != drafts[value.draft].shape.dimensions else {
      return ONNXActivation(draft: value.draft, dimensions: dimensions, batch: batch)
    }
    // Of several in a row the last counts.
    var source = value.draft
    while drafts[source].kind is Reshape || drafts[source].kind is Flatten { source = drafts[source].inputs[0] }
    if drafts[source].shape.dimensions == sizes {
      return ONNXActivation(draft: source, dimensions: dimensions, batch: batch)
    }
    let kind: any LayerKind = sizes.count == 1 ? Flatten() : Reshape(sizes: sizes)
    return ONNXActivation(draft: try add(kind, [source]), dimensions: dimensions, batch: batch)
  }

  /// A value all of whose axes are those of a draft.
  mutating func whole(_ value: ONNXActivation) throws(NodeError) -> ONNXActivation {
    value.batch == nil ? value : try reinterpreted(value, value.dimensions, batch: nil)
  }

  /// A value whose first axis is the batch, which operators on images ask for.
  ///
  /// - Throws: `NodeError.noKind` where the first axis is not of size 1.
  mutating func image(_ value: ONNXActivation, _ outputs: [[Int]] = []) throws(NodeError) -> ONNXActivation {
    if value.batch == 0 { return value }
    guard value.dimensions.count > 1, value.dimensions[0] == 1 else { throw .noKind(dimensions: outputs) }
    return try reinterpreted(value, value.dimensions, batch: 0)
  }

  /// A value and the draft's axis for one of ONNX's; the batch becomes an axis where it is asked for.
  mutating func along(_ value: ONNXActivation, _ axis: Int) throws(NodeError) -> (ONNXActivation, Int) {
    let axis = try Folding.axis(axis, of: value.dimensions.count)
    if let own = value.axis(axis), !value.dimensions.isEmpty { return (value, own) }
    return (try whole(value), axis)
  }

  /// - Throws: where an axis is a batch of several inputs, which an operation would take together.
  func checkBatch(_ value: ONNXActivation, _ axis: Int) throws(NodeError) {
    guard fixedBatch == 1 || value.batch != axis else {
      throw .wrong("works across the \(fixedBatch) inputs of the batch")
    }
  }

  /// The axes of a value in another order.
  mutating func transposed(_ value: ONNXActivation, _ order: [Int]) throws(NodeError) -> ONNXActivation {
    guard order.sorted() == Array(value.dimensions.indices) else { throw .wrong("has an order that is none: \(order)") }
    let dimensions = order.map { value.dimensions[$0] }
    let batch = value.batch.flatMap { order.firstIndex(of: $0) }
    if batch != value.batch, let axis = value.batch { try checkBatch(value, axis) }
    let own = order.compactMap { value.axis($0) }
    // Axes of size 1 move without moving numbers.
    let moved = own.filter {
      drafts[value.draft].shape.dimensions.indices.contains($0) && shape(value).dimensions[$0] > 1
    }
    if moved == moved.sorted() { return try reinterpreted(value, dimensions, batch: batch) }
    let draft = try add(Transposition(order: own), [value.draft])
    return ONNXActivation(draft: draft, dimensions: dimensions, batch: batch)
  }

  /// Values under as many axes, ones put in front, and with the batch on the same axis, so that they can be joined number by
  /// number.
  mutating func aligned(_ values: [ONNXActivation]) throws(NodeError) -> [ONNXActivation] {
    let rank = values.map(\.dimensions.count).max() ?? 0
    let all = values.map { Array(repeating: 1, count: rank - $0.dimensions.count) + $0.dimensions }
    let candidates = [values[0].batch].compactMap(\.self) + Array(0..<rank)
    let batch =
      batch == .first && rank > 1
      ? candidates.first { axis in all.allSatisfy { $0.count > axis && $0[axis] == 1 } } : nil
    var result: [ONNXActivation] = []
    for (value, dimensions) in zip(values, all) {
      result.append(
        value.dimensions == dimensions && value.batch == batch
          ? value : try reinterpreted(value, dimensions, batch: batch))
    }
    return result
  }
}
