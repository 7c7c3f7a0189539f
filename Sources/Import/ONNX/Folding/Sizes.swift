import PlainText

/// What operators on constants and on activations say of sizes in the same way.
extension Folding {
  /// The sizes that Reshape asks for: 0 keeps a size, unless zeros are meant, and −1 is what is left.
  static func resolved(_ sizes: [Int], of shape: [Int], keepsZeros: Bool) throws(NodeError) -> [Int] {
    var result: [Int] = []
    for (axis, size) in sizes.enumerated() {
      if size == 0, !keepsZeros {
        guard axis < shape.count else { throw .wrong("keeps the size of axis \(axis), which is not there") }
        result.append(shape[axis])
      } else {
        guard size >= -1 else { throw .wrong("asks for the size \(size)") }
        result.append(size)
      }
    }
    if let open = result.firstIndex(of: -1) {
      let known = try count(result.filter { $0 != -1 })
      let total = try count(shape)
      guard result.filter({ $0 == -1 }).count == 1, known > 0, total % known == 0 else {
        throw .wrong("makes \(text(sizes)) of \(text(shape))")
      }
      result[open] = total / known
    }
    return result
  }

  /// The sizes without those axes, or without all of size 1.
  static func squeezed(_ shape: [Int], _ axes: [Int]?) throws(NodeError) -> [Int] {
    guard let axes else { return shape.filter { $0 != 1 } }
    var gone: Set<Int> = []
    for axis in axes { gone.insert(try Folding.axis(axis, of: shape.count)) }
    guard gone.allSatisfy({ $0 < shape.count && shape[$0] == 1 }) else {
      throw .wrong("drops axes of \(text(shape)) that are not of size 1")
    }
    return shape.indices.filter { !gone.contains($0) }.map { shape[$0] }
  }

  /// The sizes with ones put in.
  static func unsqueezed(_ shape: [Int], _ axes: [Int]) throws(NodeError) -> [Int] {
    let rank = shape.count + axes.count
    guard rank <= 64 else { throw .wrong("makes \(rank) axes") }
    var new: Set<Int> = []
    for axis in axes { new.insert(try Folding.axis(axis, of: rank)) }
    guard new.count == axes.count else { throw .wrong("puts an axis in twice") }
    var rest = shape[...]
    return (0..<rank).map { new.contains($0) ? 1 : rest.popFirst() ?? 1 }
  }

  /// The sizes of the parts of an axis.
  ///
  /// - Parameter stated: as the node says; nil for equal parts, of which the last may be smaller.
  static func split(_ size: Int, _ node: ONNXNode, _ stated: [Int]?) throws(NodeError) -> [Int] {
    if let stated {
      guard stated.allSatisfy({ (0...size).contains($0) }), stated.reduce(0, +) == size else {
        throw .wrong("splits \(size) into \(stated.map(String.init).joined(separator: " + "))")
      }
      return stated
    }
    let parts = node.integer("num_outputs", else: node.outputs.count)
    guard parts > 0, parts <= max(size, 1), parts == node.outputs.count else {
      throw .wrong("splits \(size) into \(parts)")
    }
    let part = (size + parts - 1) / parts
    guard part * (parts - 1) <= size else { throw .wrong("splits \(size) into \(parts)") }
    return (0..<parts).map { min(part, size - $0 * part) }
  }
}

/// A part of an axis, every `step`-th of its cells, backward where that is negative.
struct Cut {
  let axis: Int
  let start: Int
  let count: Int
  let step: Int

  /// What a Slice takes of each axis: attributes up to version 9, inputs since.
  static func list(
    _ reader: inout ConstantReader, _ node: ONNXNode, _ inputs: [ONNXTensor?], of shape: [Int]
  ) throws(NodeError) -> [Cut] {
    guard let starts = try Folding.list(&reader, node, inputs, 1, "starts"),
      let ends = try Folding.list(&reader, node, inputs, 2, "ends"), starts.count == ends.count
    else { throw .wrong("does not say where its part begins and ends") }
    let axes = try Folding.list(&reader, node, inputs, 3, "axes") ?? Array(starts.indices)
    let steps = try Folding.list(&reader, node, inputs, 4, "steps") ?? starts.map { _ in 1 }
    guard axes.count == starts.count, steps.count == starts.count else {
      throw .wrong("has lists of different lengths")
    }
    var cuts: [Cut] = []
    for index in starts.indices {
      let axis = try Folding.axis(axes[index], of: shape.count)
      guard axis < shape.count else { throw .wrong("cuts a single number") }
      guard !cuts.contains(where: { $0.axis == axis }) else { throw .wrong("cuts axis \(axis) twice") }
      let (size, step) = (shape[axis], steps[index])
      guard step != 0 else { throw .wrong("has a step of 0") }
      // Places beyond the axis are its ends; backward, the end may be before the first cell.
      func place(_ number: Int, _ least: Int, _ most: Int) -> Int {
        min(max(number < 0 ? number &+ size : number, least), most)
      }
      if step > 0 {
        let (start, end) = (place(starts[index], 0, size), place(ends[index], 0, size))
        let step = min(step, max(size, 1))
        cuts.append(Cut(axis: axis, start: start, count: max(0, (end - start + step - 1) / step), step: step))
      } else {
        let (start, end) = (place(starts[index], 0, size - 1), place(ends[index], -1, size - 1))
        let step = max(step, -max(size, 1))
        cuts.append(Cut(axis: axis, start: max(start, 0), count: max(0, (start - end - step - 1) / -step), step: step))
      }
    }
    return cuts
  }
}
