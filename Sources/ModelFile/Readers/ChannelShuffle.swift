import Architecture

extension ChannelShuffle: ReadableKind {
  static let mainArgument: String? = "groups"

  init(_ arguments: inout ArgumentReader) {
    self.init(groups: arguments.integer("groups", in: 1...Shape.largestDimension))
  }
}
