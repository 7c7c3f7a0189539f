import Architecture

extension Lowering {
  static let padding = Lowering(Padding.self) { kind, context in
    let sizes = context.layer.inputShapes[0].extent
    let sources = sizes.indices.map { axis in
      let cells = kind.pair(axis)
      return (-cells.before..<(sizes[axis] + cells.after)).map { kind.source($0, of: sizes[axis]) }
    }
    return try context.planner.mapped(context, sources, outside: Float(kind.value))
  }
}

extension Padding {
  /// The cell of the input that a cell beside it repeats; −1 for none.
  fileprivate func source(_ cell: Int, of size: Int) -> Int {
    if (0..<size).contains(cell) { return cell }
    switch filling {
    case .constant: return -1
    case .replicate: return cell < 0 ? 0 : size - 1
    case .reflect: return cell < 0 ? -cell : 2 * (size - 1) - cell
    }
  }
}
