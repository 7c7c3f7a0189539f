import Architecture

extension AdaptiveAveragePooling: ReadableKind {
  static let mainArgument: String? = "outputs"

  init(_ arguments: inout ArgumentReader) {
    self.init(outputs: arguments.integers("outputs", in: 1...Limits.window))
  }
}
