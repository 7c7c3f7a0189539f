/// Where the numbers of slots come from: a file that was mapped, the generator, or memory.
public enum SlotSource {
  case file(WeightFile, Mapping)
  case generator(Generator)
  /// Numbers in memory by the slot's name, row-major in the slot's own order of axes.
  case numbers([String: [Float]])

  /// Slots that have numbers.
  public func contains(_ slot: ParameterSlot) -> Bool {
    switch self {
    case .file(_, let mapping): mapping.matches.contains { $0.slot.name == slot.name }
    case .generator: true
    case .numbers(let numbers): numbers[slot.name] != nil
    }
  }

  /// Hands on a slot's numbers with its axes in another order, a piece at a time, from first to last.
  ///
  /// - Parameter order: the slot's axes as they are wanted.
  public func forEachPiece(
    of slot: ParameterSlot, order: [Int], _ use: (UnsafeBufferPointer<Float>) throws(WeightError) -> Void
  ) throws(WeightError) {
    switch self {
    case .file(let file, let mapping):
      guard let match = mapping.matches.first(where: { $0.slot.name == slot.name }) else {
        throw WeightError("\(file.path): there is no tensor for \(slot.name)")
      }
      let divisor = try match.divisorValue(file)
      let view = match.view.permuted(order)
      let reader = TensorReader<Float>(file, match.tensor, scattered: .keepWhole)
      if divisor == 1, let slowest = SlotSource.slowestAxis(view), slowest == view.shape.count - 1 {
        return try SlotSource.scatter(view, reader, use)
      }
      try SlotSource.forEachPiece(view) { piece, buffer throws(WeightError) in
        guard let base = buffer.baseAddress else { return }
        try reader.read(piece, into: base)
        if divisor != 1 { for index in buffer.indices { buffer[index] = Float(Double(buffer[index]) / divisor) } }
        try use(UnsafeBufferPointer(buffer))
      }
    case .generator(let generator):
      if order == Array(slot.axes.indices) {
        return try SlotSource.forEachPiece(StridedView(rowMajor: slot.axes)) { piece, buffer throws(WeightError) in
          generator.fill(buffer, of: slot, from: piece.offset)
          try use(UnsafeBufferPointer(buffer))
        }
      }
      let whole = UnsafeMutableBufferPointer<Float>.allocate(capacity: slot.count)
      defer { whole.deallocate() }
      generator.fill(whole, of: slot, from: 0)
      try SlotSource.gather(UnsafeBufferPointer(whole), slot, order, use)
    case .numbers(let all):
      guard let numbers = all[slot.name], numbers.count == slot.count else {
        throw WeightError("there are no \(slot.count) numbers for \(slot.name)")
      }
      let result = numbers.withUnsafeBufferPointer { buffer in
        Result { () throws(WeightError) in try SlotSource.gather(buffer, slot, order, use) }
      }
      try result.get()
    }
  }

  /// Hands on numbers that lie in the slot's own order with its axes in another.
  private static func gather(
    _ numbers: UnsafeBufferPointer<Float>, _ slot: ParameterSlot, _ order: [Int],
    _ use: (UnsafeBufferPointer<Float>) throws(WeightError) -> Void
  ) throws(WeightError) {
    try forEachPiece(StridedView(rowMajor: slot.axes).permuted(order)) { piece, buffer throws(WeightError) in
      guard let base = buffer.baseAddress, let source = numbers.baseAddress else { return }
      Gather.copy(piece, base: 0, from: source, into: base) { $0 }
      try use(UnsafeBufferPointer(buffer))
    }
  }

  /// The axis along which the source's elements are farthest apart, where the view is not in the source's order.
  private static func slowestAxis(_ view: StridedView) -> Int? {
    let axes = view.shape.indices.filter { view.shape[$0] > 1 }
    guard axes.count > 1, !view.isContiguous else { return nil }
    return axes.max { abs(view.strides[$0]) < abs(view.strides[$1]) }
  }

  /// Reads the source from end to end and puts its numbers into their places in memory: the way round that is fast where
  /// the axis that comes last in the target comes first in the source.
  private static func scatter(
    _ view: StridedView, _ reader: TensorReader<Float>, _ use: (UnsafeBufferPointer<Float>) throws(WeightError) -> Void
  ) throws(WeightError) {
    let whole = UnsafeMutableBufferPointer<Float>.allocate(capacity: view.count)
    defer { whole.deallocate() }
    guard let base = whole.baseAddress, let rows = view.shape.last else { return }
    let steps = StridedView(rowMajor: view.shape).strides
    let order = [view.shape.count - 1] + view.shape.indices.dropLast()
    // Whole cache lines of the target are filled at a time.
    let line = 16
    let slab = max(line, piece / (view.count / rows) / line * line)
    for start in stride(from: 0, to: rows, by: slab) {
      let part = view.permuted(order).rows(start..<min(start + slab, rows))
      try reader.read(part, into: base + start, steps: order.map { steps[$0] })
    }
    for start in stride(from: 0, to: whole.count, by: piece) {
      try use(UnsafeBufferPointer(rebasing: whole[start..<min(start + piece, whole.count)]))
    }
  }

  /// Numbers of a piece.
  private static let piece = 2 << 20

  private static func forEachPiece(
    _ view: StridedView, _ fill: (StridedView, UnsafeMutableBufferPointer<Float>) throws(WeightError) -> Void
  ) throws(WeightError) {
    let room = UnsafeMutableBufferPointer<Float>.allocate(capacity: min(view.count, piece))
    defer { room.deallocate() }
    try view.forEachPiece(atMost: piece) { piece, _ throws(WeightError) in
      try fill(piece, UnsafeMutableBufferPointer(rebasing: room[..<piece.count]))
    }
  }
}
