import Architecture

extension LocalResponseNormalization: ReadableKind {
  static let mainArgument: String? = "size"

  init(_ arguments: inout ArgumentReader) {
    self.init(
      size: arguments.integer("size", in: 1...Limits.window, default: 5),
      alpha: arguments.number("alpha", default: 1e-4), beta: arguments.number("beta", default: 0.75),
      k: arguments.number("k", default: 1))
  }
}
