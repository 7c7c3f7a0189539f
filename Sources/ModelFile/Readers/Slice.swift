import Architecture

extension Slice: ReadableKind {
  static let mainArgument: String? = "range"

  init(_ arguments: inout ArgumentReader) {
    let range = arguments.numbers("range", among: 0...Shape.largestDimension)
    if range.count != 2 || range[0] >= range[1] {
      arguments.note("range", "a slice is [start, end], end above start and left out")
    }
    self.init(
      range.count == 2 && range[0] < range[1] ? range[0]..<range[1] : 0..<1,
      axis: arguments.integer("axis", in: 0...Shape.mostAxes - 1, default: 0),
      step: arguments.integer("step", in: 1...Shape.largestDimension, default: 1))
  }
}
