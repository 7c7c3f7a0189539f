import Architecture

extension L2Normalization: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init(epsilon: arguments.number("epsilon", default: 1e-12)) }
}
