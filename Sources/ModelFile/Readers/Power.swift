import Architecture

extension Power: ReadableKind {
  static let mainArgument: String? = "exponent"

  init(_ arguments: inout ArgumentReader) { self.init(exponent: arguments.number("exponent")) }
}
