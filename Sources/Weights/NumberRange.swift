/// The range of many numbers, and whether all are finite; made to keep up with the memory.
struct NumberRange {
  private(set) var count = 0
  /// Of the numbers that are not NaN.
  private(set) var minimum = Float.infinity
  private(set) var maximum = -Float.infinity
  private(set) var notNumbers = 0
  private(set) var infinities = 0

  /// All numbers are one and the same; a single number is not called so.
  var isConstant: Bool { count > 1 && notNumbers == 0 && infinities == 0 && minimum == maximum }

  private static let width = 16

  mutating func add(_ numbers: UnsafeBufferPointer<Float>) {
    count += numbers.count
    var index = 0
    if let base = numbers.baseAddress {
      let words = UnsafeRawPointer(base)
      var low = SIMD16<Float>(repeating: minimum)
      var high = SIMD16<Float>(repeating: maximum)
      // Zero as long as all are finite: infinity and NaN times zero are NaN.
      var zero = SIMD16<Float>(repeating: 0)
      while index + Self.width <= numbers.count {
        let next = words.loadUnaligned(fromByteOffset: 4 * index, as: SIMD16<Float>.self)
        low.replace(with: next, where: next .< low)
        high.replace(with: next, where: next .> high)
        zero += next * 0
        index += Self.width
      }
      minimum = low.min()
      maximum = high.max()
      if zero.sum() != 0 || zero.sum().isNaN { countSpecial(numbers[..<index]) }
    }
    for number in numbers[index...] {
      if number < minimum { minimum = number }
      if number > maximum { maximum = number }
    }
    countSpecial(numbers[index...])
  }

  mutating func add(_ other: NumberRange) {
    count += other.count
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
    notNumbers += other.notNumbers
    infinities += other.infinities
  }

  private mutating func countSpecial(_ numbers: Slice<UnsafeBufferPointer<Float>>) {
    for number in numbers where !number.isFinite {
      if number.isNaN { notNumbers += 1 } else { infinities += 1 }
    }
  }
}
