import Architecture

extension GELU: ReadableKind {
  init(_ arguments: inout ArgumentReader) {
    self.init(approximation: arguments.choice("approximation", default: Approximation.none))
  }
}
