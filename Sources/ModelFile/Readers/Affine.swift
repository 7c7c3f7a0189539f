import Architecture

extension Affine: ReadableKind {
  init(_ arguments: inout ArgumentReader) {
    self.init(scale: arguments.list("scale") ?? [1], shift: arguments.list("shift") ?? [0])
  }
}
