import Architecture
import OneDNN

extension Planner {
  /// All branches, number by number, where an axis of size 1 is repeated and a vector is one of channels.
  func combination(_ function: Broadcast.Function, _ context: LoweringContext) throws -> Int {
    let output = context.outputSizes
    let values = try zip(context.inputs, context.layer.inputShapes).map { value, shape in
      shape.isVector && output.count > 4
        ? try plain(value, [batch, shape.channels] + output[2...].map { _ in 1 }) : value
    }
    var result = values[0]
    for value in values.dropFirst() { result = try combination(function, result, value, context) }
    return result
  }

  /// Two values.
  private func combination(
    _ function: Broadcast.Function, _ first: Int, _ second: Int, _ context: LoweringContext
  ) throws -> Int {
    var (left, right) = (first, second)
    var (leftSizes, rightSizes) = (layout(left).dimensions, layout(right).dimensions)
    let output = zip(leftSizes, rightSizes).map { max($0, $1) }
    if leftSizes != output, rightSizes == output, function == .add || function == .multiply {
      // What is repeated is the right one, for which there is a faster way.
      (left, right, leftSizes, rightSizes) = (right, left, rightSizes, leftSizes)
    }
    // The layout of one that is not repeated stays, and the other comes to it.
    let large = leftSizes == output ? left : rightSizes == output ? right : nil
    let order = try large.flatMap { try channelOrder(layout($0)) } ?? .plain
    let block = order.channels
    func arranged(_ value: Int) throws -> Int {
      let sizes = layout(value).dimensions
      // A single channel is the same in blocks and without.
      return try self.arranged(value, try TensorLayout(sizes, sizes[1] == output[1] ? order : .plain))
    }
    func blocked(_ sizes: [Int]) -> [Int] {
      sizes[1] == output[1] ? [sizes[0], sizes[1] / block] + sizes[2...] + [block] : sizes + [1]
    }
    let inputs = [try arranged(left), try arranged(right)]
    let kernel = Broadcast(
      function, left: blocked(leftSizes), right: blocked(rightSizes), output: blocked(output), engine)
    let target = try TensorLayout(output, order)
    guard let index = inputs.firstIndex(where: { layout($0) == target }) else {
      return step(.kernel(kernel), inputs, writing: target)
    }
    return step(.kernel(kernel), inputs, over: index, context.index)
  }
}

extension TensorLayout.Order {
  /// Channels side by side at each position.
  var channels: Int { if case .blocks(let block, axis: 1) = self { block } else { 1 } }
}
