import Architecture

extension Tanh: ReadableKind {
  init(_ arguments: inout ArgumentReader) {
    self.init(amplitude: arguments.number("amplitude", default: 1), slope: arguments.number("slope", default: 1))
  }
}
