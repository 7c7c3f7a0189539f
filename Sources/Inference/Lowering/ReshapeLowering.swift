import Architecture

extension Lowering {
  /// The same numbers under other sizes: nothing moves, unless they lie in blocks.
  static let reshape = Lowering(Reshape.self) { _, context in
    try context.planner.plain(context.input, context.outputSizes)
  }
}
