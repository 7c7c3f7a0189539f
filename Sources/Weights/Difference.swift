/// How a tensor differs from the same one in another file, after both are brought into one layout.
public struct Difference: Sendable {
  public let slot: ParameterSlot
  /// Numbers whose values are not the same; NaN equals NaN.
  public private(set) var differing = 0
  /// The largest |a − b|.
  public private(set) var largest = 0.0
  /// The largest |b|.
  public private(set) var magnitude = 0.0
  /// Where the largest difference is, in the slot's row-major order.
  public private(set) var place = 0

  /// The largest difference over the largest magnitude.
  public var relative: Double { largest == 0 ? 0 : magnitude == 0 ? .infinity : largest / magnitude }
  /// Every number the same.
  public var isEqual: Bool { differing == 0 }

  /// Bytes of numbers of each file looked at together.
  private static let tile = 16 << 20

  /// Compares the tensors that two files have for a slot.
  init(
    _ match: Mapping.Match, in file: WeightFile, with other: Mapping.Match, in otherFile: WeightFile,
    progress: (Int) -> Void
  ) throws(WeightError) {
    slot = match.slot
    let isDouble = match.tensor.type == .float64 || other.tensor.type == .float64
    if isDouble || match.divisor != nil || other.divisor != nil {
      try compare(Double.self, match, file, other, otherFile, progress)
    } else {
      try compare(Float.self, match, file, other, otherFile, progress)
    }
  }

  private mutating func compare<Number: BinaryFloatingPoint & BitwiseCopyable>(
    _: Number.Type, _ match: Mapping.Match, _ file: WeightFile, _ other: Mapping.Match, _ otherFile: WeightFile,
    _ progress: (Int) -> Void
  ) throws(WeightError) {
    let first = TensorReader<Number>(file, match.tensor, as: match.view, scattered: .readRuns)
    let second = TensorReader<Number>(otherFile, other.tensor, as: other.view, scattered: .readRuns)
    let divisors = (try match.divisorValue(file), try other.divisorValue(otherFile))
    let rows = match.view.shape.first ?? 1
    let step = first.rows(inTileOf: Difference.tile)
    let rowCount = rows == 0 ? 0 : match.view.count / rows
    var a = [Number](repeating: 0, count: step * rowCount)
    var b = a
    for start in stride(from: 0, to: rows, by: step) {
      let range = start..<min(start + step, rows)
      try a.withUnsafeMutableBufferPointer { buffer throws(WeightError) in
        if let base = buffer.baseAddress { try first.read(rows: range, into: base) }
      }
      try b.withUnsafeMutableBufferPointer { buffer throws(WeightError) in
        if let base = buffer.baseAddress { try second.read(rows: range, into: base) }
      }
      add(a, b, count: range.count * rowCount, from: start * rowCount, divisors)
      progress(range.count * rowCount * (match.tensor.type.bytes + other.tensor.type.bytes))
    }
  }

  private mutating func add<Number: BinaryFloatingPoint>(
    _ a: [Number], _ b: [Number], count: Int, from first: Int, _ divisors: (Double, Double)
  ) {
    for index in 0..<count {
      let x = divisors.0 == 1 ? a[index] : Number(Double(a[index]) / divisors.0)
      let y = divisors.1 == 1 ? b[index] : Number(Double(b[index]) / divisors.1)
      if y.magnitude.isFinite { magnitude = max(magnitude, Double(y.magnitude)) }
      if x == y || x.isNaN && y.isNaN { continue }
      differing += 1
      let difference = (Double(x) - Double(y)).magnitude
      if difference > largest || difference.isNaN && largest.isFinite {
        largest = difference.isNaN ? .infinity : difference
        place = first + index
      }
    }
  }
}

extension Mapping.Match {
  /// What the stored numbers are divided by: 1, or Caffe's scale factor (0 there means that nothing was gathered).
  func divisorValue(_ file: WeightFile) throws(WeightError) -> Double {
    guard let divisor, divisor.count == 1 else { return 1 }
    let reader = TensorReader<Double>(file, divisor, as: StridedView(rowMajor: [1]), scattered: .readRuns)
    var value = [0.0]
    try value.withUnsafeMutableBufferPointer { buffer throws(WeightError) in
      if let base = buffer.baseAddress { try reader.read(rows: 0..<1, into: base) }
    }
    return value[0] == 0 ? 1 : value[0]
  }
}

extension Difference {
  /// The differences of all tensors that both files have, in the order of the network.
  public static func all(
    _ mapping: Mapping, in file: WeightFile, with other: Mapping, in otherFile: WeightFile, progress: (Int) -> Void
  ) throws(WeightError) -> [Difference] {
    let others = Dictionary(other.matches.map { ($0.slot.name, $0) }, uniquingKeysWith: { first, _ in first })
    var differences: [Difference] = []
    for match in mapping.matches {
      guard let counterpart = others[match.slot.name] else { continue }
      differences.append(try Difference(match, in: file, with: counterpart, in: otherFile, progress: progress))
    }
    return differences
  }
}
