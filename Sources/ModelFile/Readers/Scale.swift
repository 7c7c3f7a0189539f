import Architecture

extension Scale: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init(hasBias: arguments.boolean("bias", default: true)) }
}
