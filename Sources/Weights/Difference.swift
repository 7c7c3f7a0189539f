#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a tensor differs from the same one in another file, after both are brought into one layout.
public struct Difference: Sendable {
  public let parameter: NetworkParameter
  /// Numbers whose values are not the same; NaN equals NaN.
  public private(set) var differing = 0
  /// The largest |a − b|.
  public private(set) var largest = 0.0
  /// The largest |b|.
  public private(set) var magnitude = 0.0
  /// Where the largest difference is, in the parameter's row-major order.
  public private(set) var place = 0

  /// The largest difference over the largest magnitude.
  public var relative: Double { largest == 0 ? 0 : magnitude == 0 ? .infinity : largest / magnitude }
  /// Every number the same.
  public var isEqual: Bool { differing == 0 }

  /// What looks at the numbers of two files.
  typealias Checks = (a: NumberCheck?, b: NumberCheck?)

  /// Compares the numbers that two files have for a parameter.
  ///
  /// - Parameters:
  ///   - a: in the parameter's own order, as `b`.
  ///   - checks: what looks at the numbers of `a` and of `b` on their way; they see none where either is of float64.
  init(
    _ a: OrderedNumbers, _ b: OrderedNumbers, checks: inout Checks, progress: (Int) -> Void
  ) throws(WeightError) {
    parameter = a.parameter
    if a.isDouble || b.isDouble {
      var none: Checks = (nil, nil)
      try compare(Double.self, a, b, &none, progress)
    } else {
      try compare(Float.self, a, b, &checks, progress)
    }
  }

  private init(none parameter: NetworkParameter) { self.parameter = parameter }

  /// Bytes of a block of each file at most, where one of them has its numbers in another order.
  private static let far = 20 << 20

  private mutating func compare<Number: BinaryFloatingPoint & BitwiseCopyable & SendableMetatype>(
    _: Number.Type, _ a: OrderedNumbers, _ b: OrderedNumbers, _ checks: inout Checks,
    _ progress: (Int) -> Void
  ) throws(WeightError) {
    let isNear = a.view.isContiguous && b.view.isContiguous
    var seen = checks
    // Digests want the bytes in the order of their file.
    let (firstIsOrdered, secondIsOrdered) = (try prepare(a, &seen.a), try prepare(b, &seen.b))
    let isOrdered = firstIsOrdered || secondIsOrdered
    let tiling = Tiling(
      [a.view, b.view], atMost: isNear ? Tiling.near : Difference.far / MemoryLayout<Number>.size, inOrder: isOrdered)
    var total = self
    let (parameter, areChecked) = (parameter, (a: checks.a != nil, b: checks.b != nil))
    try Threads.forEach(
      tiling.boxes.count, threads: min(a.readers, b.readers), isOrdered: isOrdered,
      room: { Pair<Number>(Block(a, atMost: tiling.largest), Block(b, atMost: tiling.largest)) },
      { index, pair throws(WeightError) in
        let box = tiling.boxes[index]
        try pair.a.read(box, isChecked: areChecked.a)
        try pair.b.read(box, isChecked: areChecked.b)
        pair.difference = Difference(none: parameter)
        pair.difference?.add(pair.a, pair.b)
      },
      then: { _, pair throws(WeightError) in
        seen.a?.add(pair.a)
        seen.b?.add(pair.b)
        if let difference = pair.difference { total.add(difference) }
        progress(pair.a.numbers.count * (a.bytesOfNumber + b.bytesOfNumber))
      })
    self = total
    checks = seen
  }

  /// Whether a check takes the digest from the blocks; else it is taken here, where one is wanted.
  private func prepare(_ numbers: OrderedNumbers, _ check: inout NumberCheck?) throws(WeightError) -> Bool {
    guard let apart = check?.digestApart else { return false }
    if numbers.view.isContiguous { return true }
    try apart.read()
    check?.digest = apart.digest
    return false
  }

  private mutating func add<Number>(_ a: Block<Number>, _ b: Block<Number>) {
    // Where every bit is the same there is nothing to measure but the size of the numbers, which a check has seen.
    if let x = a.numbers.baseAddress, let y = b.numbers.baseAddress, let largest = b.magnitude,
      memcmp(x, y, a.numbers.count * MemoryLayout<Number>.size) == 0
    {
      magnitude = Double(largest)
      return
    }
    for index in a.numbers.indices {
      let x = a.numbers[index]
      let y = b.numbers[index]
      if y.magnitude.isFinite { magnitude = max(magnitude, Double(y.magnitude)) }
      // −0 equals 0 in value and not in its bits.
      if x == y && (x != 0 || x.sign == y.sign) || x.isNaN && y.isNaN { continue }
      differing += 1
      let difference = (Double(x) - Double(y)).magnitude
      if difference > largest || difference.isNaN && largest.isFinite {
        largest = difference.isNaN ? .infinity : difference
        place = a.element(at: index)
      }
    }
  }

  /// Adds what was found in another block of the tensor.
  private mutating func add(_ other: Difference) {
    differing += other.differing
    magnitude = max(magnitude, other.magnitude)
    if other.largest > largest || other.largest == largest && other.place < place {
      largest = other.largest
      place = other.place
    }
  }
}

/// The same box of two tensors.
private final class Pair<Number: BinaryFloatingPoint & BitwiseCopyable> {
  let a: Block<Number>
  let b: Block<Number>
  var difference: Difference?

  init(_ a: Block<Number>, _ b: Block<Number>) {
    self.a = a
    self.b = b
  }
}
