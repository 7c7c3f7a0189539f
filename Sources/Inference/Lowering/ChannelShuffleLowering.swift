import Architecture

extension Lowering {
  static let channelShuffle = Lowering(ChannelShuffle.self) { kind, context in
    try context.planner.shuffle(context, groups: kind.groups)
  }
}
