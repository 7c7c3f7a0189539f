import Architecture

extension Lowering {
  /// Part of the concatenation before it, or by itself.
  static let channelShuffle = Lowering(
    ChannelShuffle.self, fusion: { .shuffle(groups: $0.groups) }
  ) { kind, context in
    try context.planner.shuffle(context, groups: kind.groups)
  }
}

extension ChannelShuffle {
  /// For each channel of the output its number in the input: those of a matrix of groups × channels, read by columns.
  static func order(of channels: Int, groups: Int) -> [Int] {
    (0..<channels).map { $0 % groups * (channels / groups) + $0 / groups }
  }
}
