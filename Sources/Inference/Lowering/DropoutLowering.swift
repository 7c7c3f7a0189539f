import Architecture

extension Lowering {
  /// In inference it is its input.
  static let dropout = Lowering(Dropout.self, fusion: { _ in .identity }) { _, context in context.input }
}
