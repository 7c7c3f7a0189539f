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
  /// Of a tensor in a file, with the SHA-256 of its bytes as they are stored there.
  ///
  /// - Throws: `WeightError` also where the file states another SHA-256.
  public static func of(
    _ tensor: WeightTensor, in file: WeightFile, progress: (Int) -> Void
  ) throws(WeightError) -> (statistics: NumberStatistics, sha256: String) {
    let reader = TensorReader<Float>(file, tensor)
    let limit = Tiling.near
    let numbers = UnsafeMutableBufferPointer<Float>.allocate(capacity: min(limit, tensor.count))
    defer { numbers.deallocate() }
    var statistics = NumberStatistics()
    var digest = Digest()
    var stated = StatedDigest(of: tensor, in: file)
    for start in stride(from: 0, to: tensor.count, by: limit) {
      let elements = start..<min(start + limit, tensor.count)
      guard let base = numbers.baseAddress else { break }
      let bytes = try reader.read(elements, into: base)
      digest.add(bytes)
      stated?.add(bytes)
      statistics.add(UnsafeBufferPointer(start: base, count: elements.count))
      progress(elements.count * tensor.type.bytes)
    }
    try stated?.compare()
    return (statistics, digest.text)
  }
}
