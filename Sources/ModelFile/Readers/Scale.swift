import Architecture

extension Scale: ReadableKind {
  init(_ arguments: inout ArgumentReader) {
    let (hasFactor, hasBias, isShared) = (
      arguments.boolean("factor", default: true), arguments.boolean("bias", default: true),
      arguments.boolean("shared", default: false)
    )
    if !hasFactor && !hasBias { arguments.note("bias", "without a factor and a bias nothing is learned") }
    self.init(hasFactor: hasFactor, hasBias: hasBias || !hasFactor, isShared: isShared)
  }
}
