import Architecture

extension ELU: ReadableKind {
  static let mainArgument: String? = "alpha"

  init(_ arguments: inout ArgumentReader) { self.init(alpha: arguments.number("alpha", default: 1)) }
}
