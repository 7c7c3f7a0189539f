import Architecture

extension MatrixProduct: ReadableKind {
  init(_ arguments: inout ArgumentReader) {
    self.init(
      transposesSecond: arguments.boolean("transpose_b", default: false), scale: arguments.number("scale", default: 1))
  }
}
