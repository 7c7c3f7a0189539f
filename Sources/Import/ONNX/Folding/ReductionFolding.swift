extension Folding {
  /// Operators that make one number of many.
  static let reductions: [String: Operation] = [
    "ReduceProd": reduction(1) { $0 * $1 }, "ReduceSum": reduction(0) { $0 + $1 },
    "ReduceMax": reduction(-.infinity, Swift.max), "ReduceMin": reduction(.infinity, Swift.min),
    "ReduceMean": reduction(0, mean: true) { $0 + $1 },
  ]

  private static func reduction(
    _ start: Double, mean: Bool = false, _ join: @escaping @Sendable (Double, Double) -> Double
  ) -> Operation {
    { (reader, node, inputs) throws(NodeError) in
      let tensor = try input(inputs, 0)
      let axes = try reducedAxes(node, try list(&reader, node, inputs, 1, "axes"), of: tensor.shape.count)
      let shape = tensor.shape.enumerated().map { axes.contains($0) ? 1 : $1 }
      // Of an axis without numbers there is a sum, too.
      try reader.spend(max(tensor.count, try count(shape)))
      let numbers = try reader.numbers(tensor)
      var sums = Array(repeating: start, count: shape.reduce(1, *))
      let target = strides(shape)
      let places = indices(of: tensor.shape, steps: shape.indices.map { axes.contains($0) ? 0 : target[$0] })
      for (place, number) in zip(places, numbers) { sums[place] = join(sums[place], number) }
      if mean, !sums.isEmpty { sums = sums.map { $0 * Double(sums.count) / Double(max(numbers.count, 1)) } }
      let kept = node.integer("keepdims", else: 1) != 0
      let sizes = kept ? shape : tensor.shape.indices.filter { !axes.contains($0) }.map { tensor.shape[$0] }
      return [
        ONNXTensor(
          name: tensor.name, shape: sizes, type: tensor.type,
          tensor.type.isFloat
            ? .numbers(sums.map { rounded($0, tensor.type) }) : .integers(sums.map { inRange($0, tensor.type) }))
      ]
    }
  }

  /// A whole number that the type has: of no numbers the largest is the least, and the least the largest.
  private static func inRange(_ number: Double, _ type: ONNXElement) -> Int {
    let range = type.range ?? Int.min...Int.max
    return min(max(ConstantReader.whole(number), range.lowerBound), range.upperBound)
  }

  /// Axes that a reduction takes: all where none is named, or none where the node says so.
  static func reducedAxes(_ node: ONNXNode, _ stated: [Int]?, of rank: Int) throws(NodeError) -> [Int] {
    guard let stated, !stated.isEmpty else {
      return node.integer("noop_with_empty_axes", else: 0) != 0 ? [] : Array(0..<rank)
    }
    var axes: Set<Int> = []
    for axis in stated { axes.insert(try Folding.axis(axis, of: rank)) }
    return axes.sorted()
  }
}
