/// Where the numbers of a tensor lie among those of another: a step per axis, and where the first one is.
///
/// Every change of layout between frameworks is one: transposing a kernel (OIHW and HWIO), the order in which a fully
/// connected layer's inputs were flattened (C·H·W and H·W·C), a kernel rotated by 180°, channels in the order BGR.
public struct StridedView: Hashable, Sendable {
  /// Sizes per axis.
  public private(set) var shape: [Int]
  /// Elements from one index to the next, per axis; negative where an axis is reversed.
  public private(set) var strides: [Int]
  /// The element of the first index.
  public private(set) var offset: Int

  /// Row-major: the last axis is contiguous.
  public init(rowMajor shape: [Int]) {
    self.shape = shape
    strides = shape
    offset = 0
    var step = 1
    for axis in shape.indices.reversed() {
      strides[axis] = step
      step *= shape[axis]
    }
  }

  public var count: Int { shape.reduce(1, *) }

  /// The same numbers with axis `order[i]` as axis i.
  public func permuted(_ order: [Int]) -> StridedView {
    var view = self
    view.shape = order.map { shape[$0] }
    view.strides = order.map { strides[$0] }
    return view
  }

  /// The same numbers with an axis read from its end.
  public func reversed(axis: Int) -> StridedView {
    var view = self
    view.offset += (shape[axis] - 1) * strides[axis]
    view.strides[axis] = -strides[axis]
    return view
  }

  /// The indices `range` of the first axis.
  public func rows(_ range: Range<Int>) -> StridedView {
    var view = self
    view.shape[0] = range.count
    view.offset += range.lowerBound * strides[0]
    return view
  }

  /// The view in pieces of at most `limit` elements, in the order of its elements.
  ///
  /// - Parameter use: takes each piece and where it begins, in elements.
  func forEachPiece<Failure: Error>(
    atMost limit: Int, from start: Int = 0, _ use: (StridedView, Int) throws(Failure) -> Void
  ) throws(Failure) {
    guard count > limit, let first = shape.first else {
      if count > 0 { try use(self, start) }
      return
    }
    let row = count / first
    if row > limit {
      // A single row is too large: its own rows are cut.
      for index in 0..<first {
        var inner = rows(index..<(index + 1))
        inner.shape.removeFirst()
        inner.strides.removeFirst()
        try inner.forEachPiece(atMost: limit, from: start + index * row, use)
      }
    } else {
      let step = limit / row
      for index in stride(from: 0, to: first, by: step) {
        try use(rows(index..<min(index + step, first)), start + index * row)
      }
    }
  }

  /// Whether the elements lie one after the other in the order of the indices.
  public var isContiguous: Bool { runLength == count }

  /// How many elements, from any index that is a multiple of it, lie one after the other.
  public var runLength: Int {
    var length = 1
    for axis in shape.indices.reversed() where shape[axis] > 1 {
      guard strides[axis] == length else { return length }
      length *= shape[axis]
    }
    return length
  }

  /// The smallest range of elements that holds all of the view's.
  public var bounds: Range<Int> {
    var lower = offset
    var upper = offset
    for (size, stride) in zip(shape, strides) where size > 0 {
      if stride < 0 { lower += (size - 1) * stride } else { upper += (size - 1) * stride }
    }
    return count == 0 ? offset..<offset : lower..<(upper + 1)
  }
}
