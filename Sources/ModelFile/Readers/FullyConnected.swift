import Architecture

extension FullyConnected: ReadableKind {
  static let mainArgument: String? = "outputs"

  init(_ arguments: inout ArgumentReader) {
    self.init(
      outputs: arguments.integer("outputs", in: 1...Shape.largestDimension),
      hasBias: arguments.boolean("bias", default: true), flattens: arguments.boolean("flatten", default: true))
  }
}
