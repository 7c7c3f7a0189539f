import Architecture

extension BatchNormalization: ReadableKind {
  init(_ arguments: inout ArgumentReader) {
    self.init(
      epsilon: arguments.number("epsilon", default: 1e-5), isAffine: arguments.boolean("affine", default: true),
      hasScale: arguments.boolean("scale", default: true))
  }
}
