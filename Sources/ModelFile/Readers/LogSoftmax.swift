import Architecture

extension LogSoftmax: ReadableKind {
  init(_ arguments: inout ArgumentReader) {
    self.init(axis: arguments.integer("axis", in: 0...Shape.mostAxes - 1, default: 0))
  }
}
