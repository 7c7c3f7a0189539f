import OneDNN

/// Every index of an axis of the output is an index of the input, or lies outside of it: padding, cropping, and resizing to the
/// nearest cell.
struct IndexMapping: Kernel {
  /// Planes × axes × inner.
  let planes: Int
  /// Sizes of the input's axes.
  let sizes: [Int]
  /// For each axis and each index of the output the index of the input; −1 outside.
  let sources: [[Int]]
  /// Numbers that stay side by side at each position.
  let inner: Int
  /// What lies outside.
  let value: Float
  let engine: Engine

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    let outer = sources.dropLast()
    let columns = sources[sources.count - 1]
    let width = sizes[sizes.count - 1]
    let rows = outer.reduce(1) { $0 * $1.count }
    engine.parallel(planes * rows) { index in
      let line = output + index * columns.count * inner
      guard let row = sourceRow(index % rows, outer) else {
        return line.update(repeating: value, count: columns.count * inner)
      }
      let plane = index / rows * sizes.dropLast().reduce(1, *)
      let source = inputs[0] + (plane + row) * width * inner
      if inner == 1 {
        for (x, column) in columns.enumerated() { line[x] = column < 0 ? value : source[column] }
      } else {
        for (x, column) in columns.enumerated() {
          if column < 0 {
            (line + x * inner).update(repeating: value, count: inner)
          } else {
            (line + x * inner).update(from: source + column * inner, count: inner)
          }
        }
      }
    }
  }

  /// The row of the input, over all axes but the last, for a row of the output; nil outside.
  private func sourceRow(_ row: Int, _ outer: ArraySlice<[Int]>) -> Int? {
    var (rest, result, step) = (row, 0, 1)
    for axis in outer.indices.reversed() {
      let source = outer[axis][rest % outer[axis].count]
      guard source >= 0 else { return nil }
      result += source * step
      rest /= outer[axis].count
      step *= sizes[axis]
    }
    return result
  }
}
