import Architecture

extension ElementwiseFunction: ReadableKind {
  static let mainArgument: String? = "of"

  init(_ arguments: inout ArgumentReader) {
    let word = arguments.word("of", among: Function.allCases.map(\.rawValue), default: nil)
    self.init(Function(rawValue: word) ?? .abs)
  }
}
