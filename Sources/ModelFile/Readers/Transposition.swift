import Architecture

extension Transposition: ReadableKind {
  static let mainArgument: String? = "order"

  init(_ arguments: inout ArgumentReader) { self.init(order: arguments.axes("order")) }
}
