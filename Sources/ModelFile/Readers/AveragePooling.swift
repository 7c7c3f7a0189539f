import Architecture

extension AveragePooling: ReadableKind {
  static let mainArgument: String? = "kernel"

  init(_ arguments: inout ArgumentReader) {
    self.init(
      window: arguments.poolingWindow(), countsPadding: arguments.boolean("count_padding", default: true))
  }
}
