import Architecture

extension MaxPooling: ReadableKind {
  static let mainArgument: String? = "kernel"

  init(_ arguments: inout ArgumentReader) { self.init(window: arguments.poolingWindow(mayDilate: true)) }
}
