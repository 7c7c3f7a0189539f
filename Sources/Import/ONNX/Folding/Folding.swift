import PlainText

/// Operations on constants, computed while the graph is read: the sizes of Reshape and their like come about so.
enum Folding {
  typealias Operation =
    @Sendable (_ reader: inout ConstantReader, _ node: ONNXNode, _ inputs: [ONNXTensor?]) throws(NodeError) ->
    [ONNXTensor]

  /// By operator.
  static let operations: [String: Operation] = arithmetic.merging(rearrangements) { $1 }.merging(makers) { $1 }
    .merging(reductions) { $1 }

  /// An input that has to be there.
  static func input(_ inputs: [ONNXTensor?], _ index: Int) throws(NodeError) -> ONNXTensor {
    guard index < inputs.count, let tensor = inputs[index] else { throw .wrong("lacks its input \(index)") }
    return tensor
  }

  /// An optional input as a list of whole numbers, or the attribute that it was before.
  static func list(
    _ reader: inout ConstantReader, _ node: ONNXNode, _ inputs: [ONNXTensor?], _ index: Int, _ attribute: String
  ) throws(NodeError) -> [Int]? {
    if index < inputs.count, let tensor = inputs[index] { return try reader.integers(tensor) }
    return node.integers(attribute)
  }

  /// An axis counted from 0, where negative ones count from the end.
  ///
  /// - Parameter axes: of how many; of none one is taken.
  static func axis(_ axis: Int, of axes: Int) throws(NodeError) -> Int {
    let count = max(axes, 1)
    guard (-count..<count).contains(axis) else { throw .wrong("names axis \(axis) of \(axes)") }
    return axis < 0 ? axis + count : axis
  }

  /// The size that values have together, aligned at their last axes.
  static func broadcast(_ shapes: [[Int]]) throws(NodeError) -> [Int] {
    let rank = shapes.map(\.count).max() ?? 0
    var result = Array(repeating: 1, count: rank)
    for shape in shapes {
      for (axis, size) in zip(rank - shape.count..<rank, shape) where size != 1 {
        guard result[axis] == 1 || result[axis] == size else {
          throw .wrong("joins sizes that do not fit: \(shapes.map(text).joined(separator: " and "))")
        }
        result[axis] = size
      }
    }
    return result
  }

  /// The number of elements.
  ///
  /// - Throws: where they are more than any tensor's.
  static func count(_ shape: [Int]) throws(NodeError) -> Int {
    var product = 1
    for size in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard size >= 0, size <= 1 << 40, !overflow, next <= 1 << 48 else {
        throw .wrong("makes a constant of the impossible size \(text(shape))")
      }
      product = next
    }
    return product
  }

  /// `2×3`; of a single number `()`.
  static func text(_ shape: [Int]) -> String {
    shape.isEmpty ? "()" : shape.map(String.init).joined(separator: "×")
  }

  /// For each element of `shape`, row-major, its index in a tensor of sizes that are repeated to it.
  static func indices(of shape: [Int], in tensor: [Int]) -> [Int] {
    let offset = shape.count - tensor.count
    let steps = strides(tensor)
    return indices(
      of: shape, steps: shape.indices.map { $0 < offset || tensor[$0 - offset] == 1 ? 0 : steps[$0 - offset] })
  }

  /// For each element of `shape`, row-major, the sum of its indices times steps.
  static func indices(of shape: [Int], steps: [Int], from start: Int = 0) -> [Int] {
    // An axis without cells may stand behind ones of any size.
    if shape.contains(0) { return [] }
    var result = [start]
    for (size, step) in zip(shape, steps) {
      result = result.flatMap { first in (0..<size).map { first + $0 * step } }
    }
    return result
  }

  /// Elements from one index to the next, per axis.
  static func strides(_ shape: [Int]) -> [Int] {
    var strides = Array(repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    return strides
  }

  /// Elements of a tensor picked by index.
  static func picked(
    _ reader: inout ConstantReader, _ tensor: ONNXTensor, _ indices: [Int], shape: [Int]
  ) throws(NodeError) -> ONNXTensor {
    var result = ONNXTensor(name: tensor.name, shape: shape, type: tensor.type, .integers([]))
    if tensor.type.isFloat {
      let numbers = try reader.numbers(tensor)
      result.storage = .numbers(indices.map { numbers[$0] })
    } else {
      let numbers = try reader.integers(tensor)
      result.storage = .integers(indices.map { numbers[$0] })
    }
    return result
  }
}
