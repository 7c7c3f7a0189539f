import Architecture

extension PReLU: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init(isShared: arguments.boolean("shared", default: false)) }
}
