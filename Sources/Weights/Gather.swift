/// Copies numbers from one order of axes to another.
enum Gather {
  /// Edge of the tiles in which two axes are exchanged: 16 float32 are a line of the cache, which is read whole.
  private static let line = 16

  /// - Parameters:
  ///   - view: where the numbers lie in `source`, whose first element is the view's element `base`.
  ///   - source: whole elements of `Number`.
  ///   - destination: where the first number goes.
  ///   - steps: elements from one index to the next in the destination, per axis of the view; nil for row-major.
  ///   - convert: from float32 to float32 nothing is converted.
  static func copy<Number: BitwiseCopyable, Result: BitwiseCopyable>(
    _ view: StridedView, base: Int, from source: UnsafePointer<Number>, into destination: UnsafeMutablePointer<Result>,
    steps: [Int]? = nil, _ convert: (Number) -> Result
  ) {
    let shape = view.shape
    guard view.count > 0 else { return }
    let steps = steps ?? StridedView(rowMajor: shape).strides
    let axes = shape.indices.filter { shape[$0] > 1 }
    // The axes along which the destination's and the source's elements follow each other.
    let last = axes.last { steps[$0] == 1 } ?? axes.min { steps[$0] < steps[$1] }
    guard let last else {
      destination[0] = convert(source[view.offset - base])
      return
    }
    let near = axes.last { abs(view.strides[$0]) == 1 } ?? last
    let outer = axes.filter { $0 != last && $0 != near }
    view.forEachPlace(along: outer, steps: steps) { from, to in
      let source = source + (from - base)
      let destination = destination + to
      if near == last {
        let (stride, step) = (view.strides[last], steps[last])
        for index in 0..<shape[last] { destination[index * step] = convert(source[index * stride]) }
      } else {
        exchange(
          rows: shape[near], columns: shape[last], from: source, (view.strides[near], view.strides[last]),
          into: destination, (steps[near], steps[last]), convert)
      }
    }
  }

  /// destination[row·steps.0 + column·steps.1] = source[row·strides.0 + column·strides.1]
  @inline(__always)
  private static func exchange<Number: BitwiseCopyable, Result: BitwiseCopyable>(
    rows: Int, columns: Int, from source: UnsafePointer<Number>, _ strides: (Int, Int),
    into destination: UnsafeMutablePointer<Result>, _ steps: (Int, Int), _ convert: (Number) -> Result
  ) {
    let isPlain = Number.self == Float.self && Result.self == Float.self && strides.0 == 1 && steps.1 == 1
    for firstRow in stride(from: 0, to: rows, by: line) {
      let endRow = min(firstRow + line, rows)
      var firstColumn = 0
      if isPlain, endRow - firstRow == line {
        while firstColumn + 4 <= columns {
          exchangeLines(
            from: UnsafeRawPointer(source + firstRow + firstColumn * strides.1), strides.1,
            into: UnsafeMutableRawPointer(destination + firstRow * steps.0 + firstColumn), steps.0)
          firstColumn += 4
        }
      }
      for firstColumn in stride(from: firstColumn, to: columns, by: line) {
        let endColumn = min(firstColumn + line, columns)
        for row in firstRow..<endRow {
          for column in firstColumn..<endColumn {
            destination[row * steps.0 + column * steps.1] = convert(source[row * strides.0 + column * strides.1])
          }
        }
      }
    }
  }

  /// Four lines of 16 float32 become 16 runs of four.
  ///
  /// - Parameters:
  ///   - stride: float32 from one line to the next.
  ///   - step: float32 from one run to the next.
  @inline(__always)
  private static func exchangeLines(
    from source: UnsafeRawPointer, _ stride: Int, into destination: UnsafeMutableRawPointer, _ step: Int
  ) {
    for quarter in 0..<4 {
      let start = source + 16 * quarter
      let a = start.loadUnaligned(as: SIMD4<Float>.self)
      let b = start.loadUnaligned(fromByteOffset: 4 * stride, as: SIMD4<Float>.self)
      let c = start.loadUnaligned(fromByteOffset: 8 * stride, as: SIMD4<Float>.self)
      let d = start.loadUnaligned(fromByteOffset: 12 * stride, as: SIMD4<Float>.self)
      let target = destination + 16 * quarter * step
      target.storeBytes(of: SIMD4(a.x, b.x, c.x, d.x), as: SIMD4<Float>.self)
      target.storeBytes(of: SIMD4(a.y, b.y, c.y, d.y), toByteOffset: 4 * step, as: SIMD4<Float>.self)
      target.storeBytes(of: SIMD4(a.z, b.z, c.z, d.z), toByteOffset: 8 * step, as: SIMD4<Float>.self)
      target.storeBytes(of: SIMD4(a.w, b.w, c.w, d.w), toByteOffset: 12 * step, as: SIMD4<Float>.self)
    }
  }
}
