import Architecture

extension Padding: ReadableKind {
  static let mainArgument: String? = "cells"

  init(_ arguments: inout ArgumentReader) {
    let padding = arguments.padding("cells", isRequired: true)
    var pairs = [WindowArguments.Padding.Pair(before: 0, after: 0)]
    switch padding {
    case .cells(let cells): pairs = cells
    case .same: arguments.note("cells", "padding is a number of cells, not 'same'")
    }
    self.init(
      cells: pairs, filling: arguments.choice("mode", default: Filling.constant),
      value: arguments.number("value", default: 0))
  }
}
