import Architecture

extension LeakyReLU: ReadableKind {
  static let mainArgument: String? = "slope"

  init(_ arguments: inout ArgumentReader) { self.init(slope: arguments.number("slope", default: 0.01)) }
}
