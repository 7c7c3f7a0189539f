import PlainText

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

  /// A slot's numbers with its axes in another order.
  func numbers(of slot: ParameterSlot, order: [Int]) throws(WeightError) -> SlotNumbers {
    switch self {
    case .file(let file, let mapping):
      guard let match = mapping.matches.first(where: { $0.slot.name == slot.name }) else {
        throw WeightError("\(file.path): there is no tensor for \(slot.name)")
      }
      return try SlotNumbers(match, in: file, order: order)
    case .generator(let generator): return SlotNumbers(generator, of: slot, order: order)
    case .numbers(let all):
      guard let numbers = all[slot.name], numbers.count == slot.count else {
        throw WeightError("there are no \(slot.count) numbers for \(slot.name)")
      }
      return SlotNumbers(numbers, of: slot, order: order)
    }
  }

  /// The check of a slot's numbers; nil where they come from no file.
  func check(of slot: ParameterSlot) -> NumberCheck? {
    guard case .file(let file, let mapping) = self else { return nil }
    return mapping.matches.first { $0.slot.name == slot.name }.map { NumberCheck($0, in: file) }
  }

  /// Hands on a slot's numbers with its axes in another order, a block at a time, from first to last.
  ///
  /// - Parameter order: the slot's axes as they are wanted.
  /// - Throws: `WeightError` also where the bytes have another SHA-256 than their file states: before the first block, or
  ///   after the last one where the file has the numbers in this order.
  public func forEachBlock(
    of slot: ParameterSlot, order: [Int], _ use: (UnsafeBufferPointer<Float>) throws(WeightError) -> Void
  ) throws(WeightError) {
    let numbers = try numbers(of: slot, order: order)
    let tiling = Tiling([numbers.view], atMost: SlotSource.most, inOrder: true)
    let block = Block<Float>(numbers, atMost: tiling.largest)
    var digest = numbers.statedDigest
    if !numbers.view.isContiguous {
      try digest?.readAll()
      try digest?.compare()
      digest = nil
    }
    for box in tiling.boxes {
      try block.read(box, isChecked: false)
      if let stored = block.stored { digest?.add(stored) }
      try use(UnsafeBufferPointer(block.numbers))
    }
    try digest?.compare()
  }

  /// All of a slot's numbers, in its own order of axes.
  public func numbers(of slot: ParameterSlot) throws(WeightError) -> [Float] {
    var numbers: [Float] = []
    numbers.reserveCapacity(slot.count)
    try forEachBlock(of: slot, order: Array(slot.axes.indices)) { numbers += $0 }
    return numbers
  }

  /// Numbers of a block at most.
  private static let most = 4 << 20
}
