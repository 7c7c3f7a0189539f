/// Channel shuffle: channels written as rows of `groups` groups are read column by column, so that the next grouped
/// convolution sees some of every group.
///
/// Source: Zhang et al., "ShuffleNet", CVPR 2018.
public struct ChannelShuffle: LayerKind {
  public static let name = "shuffle"
  public static let family = Family.shape

  public let groups: Int

  public init(groups: Int) { self.groups = groups }

  public var attributes: [Attribute] { [Attribute("groups", groups)] }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    guard groups > 0, inputs[0].channels % groups == 0 else {
      throw .channelGroups(groups, channels: inputs[0].channels)
    }
    return inputs[0]
  }

  public var kept: Kept { .nothing }
}
