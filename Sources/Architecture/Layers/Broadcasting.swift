/// Shapes that are joined number by number, where an axis of size 1 is repeated: gates, layer scales, position embeddings.
enum Broadcasting {
  /// The size that branches have together. A vector of C numbers stands for C×1×1.
  ///
  /// - Throws: `SizeError.broadcast` where sizes on an axis are neither equal nor 1; also where an operation per element and
  ///   further branch passes `Limits.operations`.
  static func shape(of inputs: [Shape]) throws(SizeError) -> Shape {
    var joined = inputs[0].dimensions
    for (branch, input) in inputs.enumerated().dropFirst() {
      let first = try Shape(dimensions: joined)
      let count = max(joined.count, input.dimensions.count)
      let (a, b) = (padded(joined, to: count), padded(input.dimensions, to: count))
      guard let a, let b, zip(a, b).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else {
        throw .broadcast(first: first, branch: branch, size: input)
      }
      joined = zip(a, b).map(max)
    }
    let shape = try Shape(dimensions: joined)
    try Limits.check([inputs.count - 1, shape.count], atMost: Limits.operations, .operations)
    return shape
  }

  /// Only a vector is filled up, behind its channels.
  private static func padded(_ dimensions: [Int], to count: Int) -> [Int]? {
    if dimensions.count == count { return dimensions }
    return dimensions.count == 1 ? dimensions + Array(repeating: 1, count: count - 1) : nil
  }
}
