import Architecture
import OneDNN

extension Planner {
  /// Channels of all inputs of a layer, in row-major order, read from where they lie.
  ///
  /// - Parameter order: for each channel of the output its number among those of all inputs, one after the other.
  func selection(of order: [Int], _ context: LoweringContext) throws -> Int {
    var sources: [ChannelSelection.Source] = []
    var channels: [(input: Int, channel: Int)] = []
    var inputs: [Int] = []
    for (index, input) in context.inputs.enumerated() {
      let block = try channelBlock(layout(input))
      let value = block == nil ? try plain(input) : input
      let sizes = layout(value).dimensions
      inputs.append(value)
      sources.append(ChannelSelection.Source(channels: sizes[1], block: block ?? 1))
      channels += (0..<sizes[1]).map { (index, $0) }
    }
    let sizes = context.outputSizes
    let kernel = ChannelSelection(
      images: sizes[0], area: sizes[2...].reduce(1, *), sources: sources, channels: order.map { channels[$0] },
      engine: engine)
    return step(.kernel(kernel), inputs, writing: try TensorLayout(sizes))
  }
}
