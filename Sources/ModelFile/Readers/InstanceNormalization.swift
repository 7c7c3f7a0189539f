import Architecture

extension InstanceNormalization: ReadableKind {
  init(_ arguments: inout ArgumentReader) {
    self.init(
      epsilon: arguments.number("epsilon", default: 1e-5), isAffine: arguments.boolean("affine", default: false))
  }
}
