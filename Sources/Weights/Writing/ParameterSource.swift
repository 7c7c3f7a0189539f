import PlainText

/// Where the numbers of parameters come from: a file that was mapped, the generator, or memory.
public enum ParameterSource {
  case file(WeightFile, Mapping)
  case generator(Generator)
  /// Numbers in memory by the parameter's name, row-major in the parameter's own order of axes.
  case numbers([String: [Float]])

  /// Parameters that have numbers.
  public func contains(_ parameter: NetworkParameter) -> Bool {
    switch self {
    case .file(_, let mapping): mapping.matches.contains { $0.parameter.name == parameter.name }
    case .generator: true
    case .numbers(let numbers): numbers[parameter.name] != nil
    }
  }

  /// A parameter's numbers with its axes in another order.
  func numbers(of parameter: NetworkParameter, order: [Int]) throws(WeightError) -> OrderedNumbers {
    switch self {
    case .file(let file, let mapping):
      guard let match = mapping.matches.first(where: { $0.parameter.name == parameter.name }) else {
        throw WeightError("\(file.path): there is no tensor for \(parameter.name)")
      }
      return try OrderedNumbers(match, in: file, order: order)
    case .generator(let generator): return OrderedNumbers(generator, of: parameter, order: order)
    case .numbers(let all):
      guard let numbers = all[parameter.name], numbers.count == parameter.count else {
        throw WeightError("there are no \(parameter.count) numbers for \(parameter.name)")
      }
      return OrderedNumbers(numbers, of: parameter, order: order)
    }
  }

  /// The check of a parameter's numbers; nil where they come from no file.
  func check(of parameter: NetworkParameter) -> NumberCheck? {
    guard case .file(let file, let mapping) = self else { return nil }
    return mapping.matches.first { $0.parameter.name == parameter.name }.map { NumberCheck($0, in: file) }
  }

  /// Hands on a parameter's numbers with its axes in another order, a block at a time, from first to last.
  ///
  /// - Parameter order: the parameter's axes as they are wanted.
  /// - Throws: `WeightError` also where the bytes have another SHA-256 than their file states: before the first block, or
  ///   after the last one where the file has the numbers in this order.
  public func forEachBlock(
    of parameter: NetworkParameter, order: [Int], _ use: (UnsafeBufferPointer<Float>) throws(WeightError) -> Void
  ) throws(WeightError) {
    let numbers = try numbers(of: parameter, order: order)
    let tiling = Tiling([numbers.view], atMost: ParameterSource.most, inOrder: true)
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

  /// All of a parameter's numbers, in its own order of axes.
  public func numbers(of parameter: NetworkParameter) throws(WeightError) -> [Float] {
    var numbers: [Float] = []
    numbers.reserveCapacity(parameter.count)
    try forEachBlock(of: parameter, order: Array(parameter.axes.indices)) { numbers += $0 }
    return numbers
  }

  /// Numbers of a block at most.
  private static let most = 4 << 20
}
