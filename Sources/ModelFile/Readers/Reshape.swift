import Architecture

extension Reshape: ReadableKind {
  static let mainArgument: String? = "sizes"

  init(_ arguments: inout ArgumentReader) {
    self.init(sizes: arguments.numbers("sizes", among: -1...Shape.largestDimension))
  }
}
