import Architecture

extension HardSigmoid: ReadableKind {
  init(_ arguments: inout ArgumentReader) {
    self.init(alpha: arguments.number("alpha", default: 1.0 / 6), beta: arguments.number("beta", default: 0.5))
  }
}
