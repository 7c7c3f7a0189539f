#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a number lies on an axis, and where the axis has its marks.
package struct Scale: Sendable {
  /// The numbers at both ends.
  package let domain: ClosedRange<Double>
  /// The coordinates of both ends; the first may be the larger one.
  package let start: Double
  package let end: Double
  package let ticks: [Double]
  package let isLogarithmic: Bool

  /// From zero to the first mark that is not below `largest`.
  ///
  /// - Parameter count: about how many marks.
  package static func linear(upTo largest: Double, from start: Double, to end: Double, ticks count: Int = 5) -> Scale {
    let most = largest > 0 && largest.isFinite ? largest : 1
    let step = step(for: most / Double(count))
    let steps = Int((most / step).rounded(.up))
    let ticks = (0...steps).map { Double($0) * step }
    return Scale(domain: 0...(Double(steps) * step), start: start, end: end, ticks: ticks, isLogarithmic: false)
  }

  /// From 0 to `largest` exactly, with marks at round numbers.
  package static func exact(upTo largest: Double, from start: Double, to end: Double, ticks count: Int = 5) -> Scale {
    let nice = linear(upTo: largest, from: start, to: end, ticks: count)
    let most = largest > 0 && largest.isFinite ? largest : 1
    return Scale(
      domain: 0...most, start: start, end: end, ticks: nice.ticks.filter { $0 <= most }, isLogarithmic: false)
  }

  /// Whole decades around the numbers, all of which are above 0.
  package static func logarithmic(_ numbers: [Double], from start: Double, to end: Double) -> Scale {
    let positive = numbers.filter { $0 > 0 && $0.isFinite }
    let low = Int(log10(positive.min() ?? 1).rounded(.down))
    let high = max(low + 1, Int(log10(positive.max() ?? 10).rounded(.up)))
    let ticks = (low...high).map { pow(10, Double($0)) }
    return Scale(domain: ticks[0]...ticks[ticks.count - 1], start: start, end: end, ticks: ticks, isLogarithmic: true)
  }

  /// Between the numbers on a logarithmic axis, with room of a share of the span on both sides.
  package static func logarithmic(
    _ numbers: [Double], from start: Double, to end: Double, margin: Double
  ) -> Scale {
    let whole = logarithmic(numbers, from: start, to: end)
    let positive = numbers.filter { $0 > 0 && $0.isFinite }
    guard let least = positive.min(), let most = positive.max(), least < most else { return whole }
    let room = (log10(most) - log10(least)) * margin
    let low = pow(10, log10(least) - room)
    let high = pow(10, log10(most) + room)
    return Scale(
      domain: low...high, start: start, end: end, ticks: whole.ticks.filter { (low...high).contains($0) },
      isLogarithmic: true)
  }

  /// The coordinate of a number; numbers outside the domain lie at its ends.
  package func position(_ number: Double) -> Double {
    let inside = min(max(number, domain.lowerBound), domain.upperBound)
    let share =
      isLogarithmic
      ? (log10(inside) - log10(domain.lowerBound)) / (log10(domain.upperBound) - log10(domain.lowerBound))
      : (inside - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return start + share * (end - start)
  }

  /// The round number (1, 2, 2.5 or 5 times a power of ten) that is not below the given one.
  package static func step(for least: Double) -> Double {
    let power = pow(10, log10(least).rounded(.down))
    // A little less, since 10⁻¹·10 is not quite 1.
    let factor = [1.0, 2, 2.5, 5, 10].first { $0 * power >= least * 0.999999 } ?? 10
    return factor * power
  }
}
