import Architecture

// Mean and maximum over axes.

extension Mean: ReadableKind {
  static let mainArgument: String? = "axes"

  init(_ arguments: inout ArgumentReader) { self.init(arguments.reduction()) }
}

extension Max: ReadableKind {
  static let mainArgument: String? = "axes"

  init(_ arguments: inout ArgumentReader) { self.init(arguments.reduction()) }
}

extension ArgumentReader {
  fileprivate mutating func reduction() -> Reduction {
    Reduction(axes: axes("axes"), keepsAxes: boolean("keep", default: false))
  }
}
