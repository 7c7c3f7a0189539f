import Architecture

extension Dropout: ReadableKind {
  static let mainArgument: String? = "rate"

  init(_ arguments: inout ArgumentReader) {
    let rate = arguments.number("rate", default: 0.5)
    if !(0..<1).contains(rate) { arguments.note("rate", "a rate is at least 0 and below 1") }
    self.init(rate: rate)
  }
}
