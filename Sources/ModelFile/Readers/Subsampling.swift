import Architecture

extension Subsampling: ReadableKind {
  static let mainArgument: String? = "kernel"

  init(_ arguments: inout ArgumentReader) { self.init(window: arguments.poolingWindow()) }
}
