#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
  private static let tile = 24 << 20

  /// Compares the tensors that two files have for a slot.
  init(
    _ match: Mapping.Match, in file: WeightFile, with other: Mapping.Match, in otherFile: WeightFile,
    progress: (Int) -> Void
  ) throws(WeightError) {
    slot = match.slot
    let isDouble = match.tensor.type == .float64 || other.tensor.type == .float64
    if isDouble {
      try compare(Double.self, match, file, other, otherFile, progress)
    } else {
      try compare(Float.self, match, file, other, otherFile, progress)
    }
  }

  private mutating func compare<Number: BinaryFloatingPoint & BitwiseCopyable>(
    _: Number.Type, _ match: Mapping.Match, _ file: WeightFile, _ other: Mapping.Match, _ otherFile: WeightFile,
    _ progress: (Int) -> Void
  ) throws(WeightError) {
    let first = TensorReader<Number>(file, match.tensor, scattered: .readRuns)
    let second = TensorReader<Number>(otherFile, other.tensor, scattered: .readRuns)
    let divisors = (try match.divisorValue(file), try other.divisorValue(otherFile))
    let limit = Difference.tile / MemoryLayout<Number>.size
    let capacity = min(limit, match.view.count)
    let a = UnsafeMutableBufferPointer<Number>.allocate(capacity: capacity)
    let b = UnsafeMutableBufferPointer<Number>.allocate(capacity: capacity)
    defer {
      a.deallocate()
      b.deallocate()
    }
    // Both views are cut in the same places, since they have the same sizes.
    var pieces: [StridedView] = []
    other.view.forEachPiece(atMost: limit) { piece, _ in pieces.append(piece) }
    var number = 0
    try match.view.forEachPiece(atMost: limit) { piece, start throws(WeightError) in
      guard let x = a.baseAddress, let y = b.baseAddress else { return }
      try first.read(piece, into: x)
      try second.read(pieces[number], into: y)
      number += 1
      add(
        UnsafeBufferPointer(start: x, count: piece.count), UnsafeBufferPointer(start: y, count: piece.count),
        from: start, divisors)
      progress(piece.count * (match.tensor.type.bytes + other.tensor.type.bytes))
    }
  }

  private mutating func add<Number: BinaryFloatingPoint & BitwiseCopyable>(
    _ a: UnsafeBufferPointer<Number>, _ b: UnsafeBufferPointer<Number>, from first: Int, _ divisors: (Double, Double)
  ) {
    // Where every bit is the same there is nothing to measure; of what differs the size of the numbers is wanted too.
    if divisors.0 == divisors.1, let x = a.baseAddress, let y = b.baseAddress,
      memcmp(x, y, a.count * MemoryLayout<Number>.size) == 0
    {
      for number in b where number.magnitude > Number(magnitude) && number.isFinite {
        magnitude = Double(number.magnitude)
      }
      return
    }
    for index in a.indices {
      let x = divisors.0 == 1 ? a[index] : Number(Double(a[index]) / divisors.0)
      let y = divisors.1 == 1 ? b[index] : Number(Double(b[index]) / divisors.1)
      if y.magnitude.isFinite { magnitude = max(magnitude, Double(y.magnitude)) }
      // −0 equals 0 in value and not in its bits.
      if x == y && (x != 0 || x.sign == y.sign) || x.isNaN && y.isNaN { continue }
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
    let reader = TensorReader<Double>(file, divisor, scattered: .readRuns)
    var value = 0.0
    let result = withUnsafeMutablePointer(to: &value) { place in
      Result { () throws(WeightError) in try reader.read(StridedView(rowMajor: [1]), into: place) }
    }
    try result.get()
    return value == 0 ? 1 : value
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
