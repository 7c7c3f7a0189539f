/// A tensor cut into boxes that are read, looked at and written one by one.
struct Tiling {
  /// Per box the indices of every axis.
  let boxes: [[Range<Int>]]

  /// Numbers of the largest box.
  var largest: Int { boxes.map { $0.reduce(1) { $0 * $1.count } }.max() ?? 0 }

  /// Numbers of a box of a tensor that lies in the order in which it is wanted: they stay in the nearest caches.
  static let near = 1 << 18

  /// - Parameters:
  ///   - views: the tensor as it lies in each file that it is read from or written to; all of one shape.
  ///   - limit: numbers of a box at most.
  ///   - inOrder: the boxes follow each other in the order of the elements.
  init(_ views: [StridedView], atMost limit: Int, inOrder: Bool) {
    let shape = views[0].shape
    let count = views[0].count
    guard count > 0 else {
      boxes = []
      return
    }
    // All threads have something to do, unless there is too little for it.
    let limit = max(1, min(limit, max(Tiling.near, (count + Threads.count - 1) / Threads.count)))
    var best: (axis: Int, cost: Double)?
    for axis in shape.indices where !inOrder && count / shape[axis] <= limit {
      let range = 0..<min(shape[axis], limit / (count / shape[axis]))
      // What each number costs: a part of a call of the system for every run of a box.
      let cost = views.reduce(0) { $0 + 1 / Double($1.slice(axis, range).storedRun) }
      if best.map({ cost < $0.cost }) ?? true { best = (axis, cost) }
    }
    // In order: the first axis whose slices are small enough, one index at a time of those before it.
    let axis = best?.axis ?? shape.indices.first { shape[($0 + 1)...].reduce(1, *) <= limit } ?? 0
    let isInOrder = best == nil
    guard !shape.isEmpty else {
      boxes = [[]]
      return
    }
    let slice = isInOrder ? shape[(axis + 1)...].reduce(1, *) : count / shape[axis]
    // Of about the same size.
    let parts = (shape[axis] + limit / slice - 1) / (limit / slice)
    let step = (shape[axis] + parts - 1) / parts
    let outer = isInOrder ? Array(shape.indices[..<axis]) : []
    var boxes: [[Range<Int>]] = []
    let ordinals = StridedView(rowMajor: outer.map { shape[$0] })
    for ordinal in 0..<ordinals.count {
      var box = shape.map { 0..<$0 }
      for (position, axis) in outer.enumerated() {
        let index = ordinal / ordinals.strides[position] % shape[axis]
        box[axis] = index..<(index + 1)
      }
      for start in stride(from: 0, to: shape[axis], by: step) {
        box[axis] = start..<min(start + step, shape[axis])
        boxes.append(box)
      }
    }
    self.boxes = boxes
  }
}
