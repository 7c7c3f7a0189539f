import Architecture
import OneDNN

extension Lowering {
  /// All channels one after the other, or in turn where a shuffle follows. For a single image the branches are written where
  /// they belong, and nothing is copied.
  static let concatenation = Lowering(Concatenation.self, followers: { _ in .shuffle }) { _, context in
    let (planner, sizes) = (context.planner, context.outputSizes)
    if let groups = context.group.shuffledGroups {
      return try planner.selection(of: ChannelShuffle.order(of: sizes[1], groups: groups), context)
    }
    // In blocks where every branch is and fills its blocks, else row-major.
    let orders = try context.inputs.map { try planner.channelOrder(planner.layout($0)) }
    let order = orders.dropFirst().allSatisfy { $0 == orders[0] } ? orders[0] ?? .plain : .plain
    // Of a single image's, those that are row-major already need not be copied.
    if order == .plain, orders.contains(where: { $0 != .plain }), planner.batch > 1 || !orders.contains(.plain) {
      return try planner.selection(of: Array(0..<sizes[1]), context)
    }
    let inputs = order == .plain ? try context.inputs.map { try planner.plain($0) } : context.inputs
    let output = try TensorLayout(sizes, order)
    if planner.batch == 1, let joined = planner.joined(inputs, output) { return joined }
    let descriptor = try PrimitiveDescriptor.concatenation(
      context.engine, sources: inputs.map(planner.layout), destination: output)
    let reads = inputs.enumerated().map { (Primitive.Argument.sources($0), planner.layout($1)) }
    return planner.step(.primitive(descriptor, reads: reads, constants: []), inputs, writing: output)
  }
}
