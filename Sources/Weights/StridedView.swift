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

  /// The first number is the first element.
  ///
  /// - Parameter strides: as many as sizes.
  init(shape: [Int], strides: [Int]) {
    self.shape = shape
    self.strides = strides
    offset = 0
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

  /// The indices `range` of an axis.
  public func slice(_ axis: Int, _ range: Range<Int>) -> StridedView {
    var view = self
    view.shape[axis] = range.count
    view.offset += range.lowerBound * strides[axis]
    return view
  }

  /// The part that a box of indices, a range per axis, holds.
  func part(_ box: [Range<Int>]) -> StridedView {
    box.enumerated().reduce(self) { $0.slice($1.offset, $1.element) }
  }

  /// The same elements in the same order with as few axes as can be: neighbours become one where its steps are even.
  var merged: StridedView {
    var view = self
    view.shape = []
    view.strides = []
    for (size, stride) in zip(shape, strides) where size != 1 {
      if let last = view.strides.last, last == size * stride, let outer = view.shape.popLast() {
        view.shape.append(outer * size)
        view.strides[view.strides.count - 1] = stride
      } else {
        view.shape.append(size)
        view.strides.append(stride)
      }
    }
    return view
  }

  /// Hands on where the view's element is for every index of some axes, those of the others being 0, and where it is
  /// among numbers with other steps; the last axis of the list goes fastest.
  func forEachPlace<Failure: Error>(
    along axes: [Int], steps: [Int], _ use: (_ from: Int, _ to: Int) throws(Failure) -> Void
  ) throws(Failure) {
    var index = Array(repeating: 0, count: axes.count)
    var from = offset
    var to = 0
    while true {
      try use(from, to)
      var position = axes.count - 1
      while position >= 0 {
        let axis = axes[position]
        index[position] += 1
        from += strides[axis]
        to += steps[axis]
        if index[position] < shape[axis] { break }
        from -= shape[axis] * strides[axis]
        to -= shape[axis] * steps[axis]
        index[position] = 0
        position -= 1
      }
      if position < 0 { return }
    }
  }

  /// The same view with its first element elsewhere.
  func moved(to offset: Int) -> StridedView {
    var view = self
    view.offset = offset
    return view
  }

  /// The same view with other distances along an axis.
  func spaced(_ axis: Int, by stride: Int) -> StridedView {
    var view = self
    view.strides[axis] = stride
    return view
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

  /// Hands on where every run of `runLength` elements begins, in the order of the indices.
  func forEachRun<Failure: Error>(_ use: (Int) throws(Failure) -> Void) throws(Failure) {
    let view = merged
    let outer = view.strides.last == 1 ? view.shape.indices.dropLast() : view.shape.indices[...]
    try view.forEachPlace(along: Array(outer), steps: view.strides) { from, _ throws(Failure) in try use(from) }
  }

  /// How many of the elements lie one after the other, in whatever order the axes are taken.
  var storedRun: Int {
    var length = 1
    for axis in axesByDistance where shape[axis] > 1 {
      guard abs(strides[axis]) == length else { return length }
      length *= shape[axis]
    }
    return length
  }

  /// The axes, those first whose elements lie nearest to each other.
  var axesByDistance: [Int] {
    shape.indices.sorted { (abs(strides[$0]), $1) < (abs(strides[$1]), $0) }
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

  /// A view of a tensor's row-major numbers as one of its elements, where they lie in another order.
  ///
  /// - Parameter tensor: all of the tensor.
  /// - Returns: nil where an axis of the view does not stay on one axis of the tensor: no stride could follow it.
  func placed(in tensor: StridedView) -> StridedView? {
    guard count > 0 else { return self }
    let steps = StridedView(rowMajor: tensor.shape).strides
    let axes = tensor.shape.indices.filter { tensor.shape[$0] > 1 }
    let first = axes.map { offset / steps[$0] % tensor.shape[$0] }
    var view = self
    view.offset = zip(axes, first).reduce(tensor.offset) { $0 + $1.1 * tensor.strides[$1.0] }
    for axis in shape.indices where shape[axis] > 1 {
      guard let position = axes.firstIndex(where: { steps[$0] <= abs(strides[axis]) }) else { return nil }
      let (step, along) = (steps[axes[position]], axes[position])
      let last = first[position] + (shape[axis] - 1) * (strides[axis] / step)
      guard strides[axis] % step == 0, (0..<tensor.shape[along]).contains(last) else { return nil }
      view.strides[axis] = strides[axis] / step * tensor.strides[along]
    }
    return view
  }
}
