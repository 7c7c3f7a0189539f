import Architecture

extension Lowering {
  static let padding = Lowering(Padding.self) { kind, context in
    let sources = kind.sources(context.layer.inputShapes[0])
    return try context.planner.mapped(context, sources, outside: Float(kind.value))
  }
}

extension Padding {
  /// For each spatial axis and each cell of the output the cell of the input; −1 for none.
  func sources(_ input: Shape) -> [[Int]] {
    input.extent.enumerated().map { axis, size in
      let cells = pair(axis)
      return (-cells.before..<(size + cells.after)).map { source($0, of: size) }
    }
  }

  /// The cell of the input that a cell beside it repeats; −1 for none.
  private func source(_ cell: Int, of size: Int) -> Int {
    if (0..<size).contains(cell) { return cell }
    switch filling {
    case .constant: return -1
    case .replicate: return cell < 0 ? 0 : size - 1
    case .reflect: return cell < 0 ? -cell : 2 * (size - 1) - cell
    }
  }
}
