import Architecture

extension LayerNormalization: ReadableKind {
  init(_ arguments: inout ArgumentReader) {
    self.init(
      over: arguments.choice("over", default: Span.channels), epsilon: arguments.number("epsilon", default: 1e-5),
      isAffine: arguments.boolean("affine", default: true))
  }
}
