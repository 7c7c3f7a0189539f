/// What the numbers of a tensor amount to.
public struct NumberStatistics: Hashable, Sendable {
  public private(set) var count = 0
  public private(set) var minimum = Double.infinity
  public private(set) var maximum = -Double.infinity
  public private(set) var zeros = 0
  public private(set) var notNumbers = 0
  public private(set) var infinities = 0
  private var sum = 0.0
  private var squares = 0.0
  /// The first finite number, from which sums are taken, so that they stay exact where all numbers are close.
  private var origin: Double?

  /// Numbers that are neither NaN nor infinite.
  public var finite: Int { count - notNumbers - infinities }
  /// Of the finite numbers; nil where there is none.
  public var mean: Double? { finite == 0 ? nil : (origin ?? 0) + sum / Double(finite) }
  /// Standard deviation of the finite numbers, dividing by their count.
  public var deviation: Double? {
    guard finite > 0 else { return nil }
    let mean = sum / Double(finite)
    return max(0, squares / Double(finite) - mean * mean).squareRoot()
  }
  /// All numbers are one and the same; a tensor of one number is not called so.
  public var isConstant: Bool { count > 1 && finite == count && minimum == maximum }

  mutating func add(_ numbers: UnsafeBufferPointer<Float>) {
    count += numbers.count
    for number in numbers {
      let value = Double(number)
      guard number.isFinite else {
        if number.isNaN { notNumbers += 1 } else { infinities += 1 }
        continue
      }
      if number == 0 { zeros += 1 }
      let start = origin ?? value
      origin = start
      minimum = min(minimum, value)
      maximum = max(maximum, value)
      let difference = value - start
      sum += difference
      squares += difference * difference
    }
  }
}

extension NumberStatistics {
  /// Of a tensor in a file, with the SHA-256 of its bytes as they are stored there, row-major.
  ///
  /// - Throws: `WeightError` also where the file states another SHA-256.
  public static func of(
    _ tensor: WeightTensor, in file: WeightFile, progress: (Int) -> Void
  ) throws(WeightError) -> (statistics: NumberStatistics, sha256: String) {
    let isRowMajor = tensor.strides == nil
    // Where numbers lie in another order, the longer the runs of a block are, the faster.
    let tiling = Tiling([tensor.view], atMost: isRowMajor ? Tiling.near : 12 << 20, inOrder: true)
    let reader = TensorReader<Float>(file, tensor)
    let bits = isRowMajor ? nil : StoredBits(of: tensor, in: file, atMost: tiling.largest)
    let numbers = UnsafeMutableBufferPointer<Float>.allocate(capacity: tiling.largest)
    defer { numbers.deallocate() }
    var statistics = NumberStatistics()
    var digest = Digest()
    var stated = StatedDigest(of: tensor, in: file)
    for box in tiling.boxes {
      let part = tensor.view.part(box)
      guard let base = numbers.baseAddress else { break }
      let bytes: UnsafeRawBufferPointer
      if let bits {
        try reader.read(part, into: base)
        bytes = try bits.read(part)
      } else {
        bytes = try reader.read(part.offset..<part.offset + part.count, into: base)
      }
      digest.add(bytes)
      stated?.add(bytes)
      statistics.add(UnsafeBufferPointer(start: base, count: part.count))
      progress(part.count * tensor.type.bytes)
    }
    try stated?.compare()
    return (statistics, digest.text)
  }
}

/// The bytes of a tensor's numbers, row-major however they lie in the file.
private final class StoredBits {
  private let bytes: UnsafeMutableRawBufferPointer
  private let size: Int
  private let fill: (StridedView, UnsafeMutableRawBufferPointer) throws(WeightError) -> Void

  init(of tensor: WeightTensor, in file: WeightFile, atMost count: Int) {
    size = tensor.type.bytes
    bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: count * size, alignment: 16)
    func filling<Bits: FixedWidthInteger & BitwiseCopyable>(
      _: Bits.Type
    ) -> (StridedView, UnsafeMutableRawBufferPointer) throws(WeightError) -> Void {
      let reader = TensorReader<Bits>(bitsOf: tensor, in: file)
      return { view, bytes throws(WeightError) in
        if let start = bytes.bindMemory(to: Bits.self).baseAddress { try reader.read(view, into: start) }
      }
    }
    fill =
      switch size {
      case 1: filling(UInt8.self)
      case 2: filling(UInt16.self)
      case 4: filling(UInt32.self)
      default: filling(UInt64.self)
      }
  }

  deinit { bytes.deallocate() }

  /// They are there until the next reading.
  func read(_ view: StridedView) throws(WeightError) -> UnsafeRawBufferPointer {
    try fill(view, bytes)
    return UnsafeRawBufferPointer(rebasing: bytes[..<(view.count * size)])
  }
}
