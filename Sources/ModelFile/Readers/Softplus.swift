import Architecture

extension Softplus: ReadableKind {
  init(_ arguments: inout ArgumentReader) {
    let beta = arguments.number("beta", default: 1)
    if beta <= 0 { arguments.note("beta", "beta is above 0") }
    self.init(beta: beta)
  }
}
