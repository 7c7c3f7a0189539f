import Architecture

extension GroupNormalization: ReadableKind {
  static let mainArgument: String? = "groups"

  init(_ arguments: inout ArgumentReader) {
    self.init(
      groups: arguments.channels("groups"), epsilon: arguments.number("epsilon", default: 1e-5),
      isAffine: arguments.boolean("affine", default: true))
  }
}
