/// Copies numbers from one order of axes to another.
enum Gather {
  /// Edge of the square tiles in which two axes are exchanged: both tiles stay in the nearest cache.
  private static let tile = 32

  /// - Parameters:
  ///   - view: where the numbers lie in `source`, whose first element is the view's element `base`.
  ///   - source: whole elements of `Number`.
  ///   - destination: where the first number goes.
  ///   - steps: elements from one index to the next in the destination, per axis of the view; nil for row-major.
  static func copy<Number: BitwiseCopyable, Result: BitwiseCopyable>(
    _ view: StridedView, base: Int, from source: UnsafePointer<Number>, into destination: UnsafeMutablePointer<Result>,
    steps: [Int]? = nil, _ convert: (Number) -> Result
  ) {
    let shape = view.shape
    guard view.count > 0 else { return }
    let rowMajor = StridedView(rowMajor: shape).strides
    let steps = steps ?? rowMajor
    guard let last = shape.indices.last(where: { steps[$0] == 1 }) else {
      destination[0] = convert(source[view.offset - base])
      return
    }
    // The axis along which the source is contiguous; exchanged in tiles with that of the destination where it is another.
    let near = shape.indices.last { abs(view.strides[$0]) == 1 && shape[$0] > 1 } ?? last
    // The side that is written or read from end to end decides the order of the others: its own.
    let isInOrder = steps == rowMajor
    let outer = shape.indices.filter { $0 != last && $0 != near }
      .sorted { isInOrder ? steps[$0] > steps[$1] : abs(view.strides[$0]) > abs(view.strides[$1]) }
    var index = Array(repeating: 0, count: outer.count)
    while true {
      var from = view.offset - base
      var to = 0
      for (position, axis) in outer.enumerated() {
        from += index[position] * view.strides[axis]
        to += index[position] * steps[axis]
      }
      if near == last {
        let stride = view.strides[last]
        for i in 0..<shape[last] { destination[to + i] = convert(source[from + i * stride]) }
      } else {
        exchange(
          rows: shape[near], columns: shape[last], from: source + from, (view.strides[near], view.strides[last]),
          into: destination + to, step: steps[near], convert)
      }
      // The next index of the outer axes, the last of them fastest.
      var position = outer.count - 1
      while position >= 0 {
        index[position] += 1
        if index[position] < shape[outer[position]] { break }
        index[position] = 0
        position -= 1
      }
      if position < 0 { return }
    }
  }

  /// destination[row·step + column] = source[row·strides.0 + column·strides.1], tile by tile.
  @inline(__always)
  private static func exchange<Number: BitwiseCopyable, Result: BitwiseCopyable>(
    rows: Int, columns: Int, from source: UnsafePointer<Number>, _ strides: (Int, Int),
    into destination: UnsafeMutablePointer<Result>, step: Int, _ convert: (Number) -> Result
  ) {
    for firstRow in stride(from: 0, to: rows, by: tile) {
      let endRow = min(firstRow + tile, rows)
      for firstColumn in stride(from: 0, to: columns, by: tile) {
        let endColumn = min(firstColumn + tile, columns)
        for row in firstRow..<endRow {
          for column in firstColumn..<endColumn {
            destination[row * step + column] = convert(source[row * strides.0 + column * strides.1])
          }
        }
      }
    }
  }
}
