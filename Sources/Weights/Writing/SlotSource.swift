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

  /// Hands on a slot's numbers with its axes in another order, a piece at a time, from first to last.
  ///
  /// - Parameter order: the slot's axes as they are wanted.
  func forEachPiece(
    of slot: ParameterSlot, order: [Int], _ use: (UnsafeBufferPointer<Float>) throws(WeightError) -> Void
  ) throws(WeightError) {
    switch self {
    case .file(let file, let mapping):
      guard let match = mapping.matches.first(where: { $0.slot.name == slot.name }) else {
        throw WeightError("\(file.path): there is no tensor for \(slot.name)")
      }
      let divisor = try match.divisorValue(file)
      let reader = TensorReader<Float>(file, match.tensor, scattered: .keepWhole)
      try SlotSource.forEachPiece(match.view.permuted(order)) { piece, buffer throws(WeightError) in
        guard let base = buffer.baseAddress else { return }
        try reader.read(piece, into: base)
        if divisor != 1 { for index in buffer.indices { buffer[index] = Float(Double(buffer[index]) / divisor) } }
        try use(UnsafeBufferPointer(buffer))
      }
    case .generator(let generator):
      let whole = UnsafeMutableBufferPointer<Float>.allocate(capacity: slot.count)
      defer { whole.deallocate() }
      generator.fill(whole, of: slot, from: 0)
      try SlotSource.forEachPiece(StridedView(rowMajor: slot.axes).permuted(order)) {
        piece, buffer throws(WeightError) in
        guard let base = buffer.baseAddress, let source = whole.baseAddress else { return }
        Gather.copy(piece, base: 0, from: UnsafePointer(source), into: base) { $0 }
        try use(UnsafeBufferPointer(buffer))
      }
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
