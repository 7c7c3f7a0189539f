/// Where the numbers of slots come from: a file that was mapped, or the generator.
public enum SlotSource {
  case file(WeightFile, Mapping)
  case generator(Generator)

  /// Slots that have numbers.
  func contains(_ slot: ParameterSlot) -> Bool {
    switch self {
    case .file(_, let mapping): mapping.matches.contains { $0.slot.name == slot.name }
    case .generator: true
    }
  }

  /// Hands on a slot's numbers with its axes in another order, a tile of rows at a time, in ascending order.
  ///
  /// - Parameter order: the slot's axes as they are wanted.
  func forEachTile(
    of slot: ParameterSlot, order: [Int], _ use: (UnsafeBufferPointer<Float>) throws(WeightError) -> Void
  ) throws(WeightError) {
    switch self {
    case .file(let file, let mapping):
      guard let match = mapping.matches.first(where: { $0.slot.name == slot.name }) else {
        throw WeightError("\(file.path): there is no tensor for \(slot.name)")
      }
      let view = match.view.permuted(order)
      let divisor = try match.divisorValue(file)
      let reader = TensorReader<Float>(file, match.tensor, as: view, scattered: .keepWhole)
      try SlotSource.tiles(view) { rows, buffer throws(WeightError) in
        guard let base = buffer.baseAddress else { return }
        try reader.read(rows: rows, into: base)
        if divisor != 1 { for index in buffer.indices { buffer[index] = Float(Double(buffer[index]) / divisor) } }
        try use(UnsafeBufferPointer(buffer))
      }
    case .generator(let generator):
      let whole = UnsafeMutableBufferPointer<Float>.allocate(capacity: slot.count)
      defer { whole.deallocate() }
      generator.fill(whole, of: slot, from: 0)
      let view = StridedView(rowMajor: slot.axes).permuted(order)
      try SlotSource.tiles(view) { rows, buffer throws(WeightError) in
        guard let base = buffer.baseAddress, let source = whole.baseAddress else { return }
        let tile = view.shape.isEmpty ? view : view.rows(rows)
        Gather.copy(tile, base: 0, from: UnsafePointer(source), into: base) { $0 }
        try use(UnsafeBufferPointer(buffer))
      }
    }
  }

  /// Bytes of a tile.
  private static let tile = 8 << 20

  /// Cuts the rows of a view into tiles, with room for the numbers of each.
  private static func tiles(
    _ view: StridedView, _ fill: (Range<Int>, UnsafeMutableBufferPointer<Float>) throws(WeightError) -> Void
  ) throws(WeightError) {
    let rows = view.shape.first ?? 1
    guard view.count > 0 else { return }
    let rowCount = view.count / rows
    let step = max(1, min(rows, tile / (4 * rowCount)))
    let room = UnsafeMutableBufferPointer<Float>.allocate(capacity: step * rowCount)
    defer { room.deallocate() }
    for start in stride(from: 0, to: rows, by: step) {
      let range = start..<min(start + step, rows)
      try fill(range, UnsafeMutableBufferPointer(rebasing: room[..<(range.count * rowCount)]))
    }
  }
}
