import Architecture

/// A total of a network as a polynomial in the height H and the width W of its input: a·H·W + b·H + c·W + d.
///
/// Behind a stride sizes are rounded, so that there is one polynomial for each remainder of H and W by the network's whole
/// stride. It is found from four sizes, and counts only if it gives the exact number at all others that are tried.
public struct SizePolynomial: Hashable, Sendable {
  /// A number of whole parts.
  public struct Fraction: Hashable, Sendable {
    public let numerator: Int
    /// Above 0; the fraction is in lowest terms.
    public let denominator: Int

    init(_ numerator: Int, _ denominator: Int) {
      var (a, b) = (numerator.magnitude, denominator.magnitude)
      while b != 0 { (a, b) = (b, a % b) }
      let divisor = max(1, Int(clamping: a))
      (self.numerator, self.denominator) = (numerator / divisor, denominator / divisor)
    }
  }

  /// Both sides leave a remainder when divided by it: the pixels from unit to unit of the coarsest layer.
  public let period: Int
  /// The remainders of H and W.
  public let remainders: [Int]
  /// The smallest H and W for which it holds.
  public let smallest: [Int]
  /// The largest size that was tried, and how many were.
  public let largestTried: Int
  public let tried: Int
  /// The factors of H·W, H and W, and what is added.
  public let area: Fraction
  public let height: Fraction
  public let width: Fraction
  public let constant: Fraction

  /// Sizes tried at most beyond those that it is found from.
  private static let mostTried = 40

  /// - Parameters:
  ///   - extent: a size of the class; sizes from it on are tried.
  ///   - largest: sizes up to it are tried, and three periods beyond `extent` at least.
  ///   - value: the total for a size; nil where it does not fit.
  /// - Returns: nil where the total is no such polynomial, or its numbers are too large to be sure.
  init?(period: Int, extent: [Int], upTo largest: Int, _ value: ([Int]) -> Int?) {
    guard extent.count == 2, period >= 1 else { return nil }
    func size(_ i: Int, _ j: Int) -> [Int] { [extent[0] + period * i, extent[1] + period * j] }
    guard let f00 = value(extent), let f10 = value(size(1, 0)), let f01 = value(size(0, 1)), let f11 = value(size(1, 1))
    else { return nil }
    // f(i, j) = f₀₀ + p·i + q·j + r·i·j, i and j in periods from the first size; numbers are below 2⁵³
    let (p, q) = (f10 - f00, f01 - f00)
    let r = f11 - f10 - q
    func predicted(_ i: Int, _ j: Int) -> Int? {
      guard let x = product(p, i), let y = product(q, j), let ij = product(i, j), let z = product(r, ij) else {
        return nil
      }
      return sum([f00, x, y, z])
    }
    var tried = 4
    func holds(_ i: Int, _ j: Int) -> Bool {
      tried += 1
      guard let number = value(size(i, j)) else { return false }
      return predicted(i, j) == number
    }
    // A network need not take every size: what does not fit says nothing.
    func isRefuted(_ i: Int, _ j: Int) -> Bool { value(size(i, j)) != nil && !holds(i, j) }
    let steps = max(3, (largest - (extent.max() ?? 0)) / period)
    let stride = max(1, steps / (SizePolynomial.mostTried / 3))
    var reached = 0
    for i in Swift.stride(from: 1, through: steps, by: stride) {
      if isRefuted(i, i) || isRefuted(i, 0) || isRefuted(0, i) { return nil }
      reached = i
    }
    if isRefuted(2, 3) || isRefuted(3, 1) { return nil }
    reached = max(reached, 3)
    // Downwards as long as it holds.
    var down = 0
    while extent.allSatisfy({ $0 - (down + 1) * period >= 1 }), holds(-down - 1, -down - 1), holds(-down - 1, 0),
      holds(0, -down - 1)
    {
      down += 1
    }
    self.period = period
    remainders = extent.map { $0 % period }
    smallest = extent.map { $0 - down * period }
    largestTried = (extent.max() ?? 0) + period * reached
    self.tried = tried
    // i = (H − h)/P, j = (W − w)/P
    let (h, w) = (extent[0], extent[1])
    guard let square = product(period, period), let rw = product(r, w), let rh = product(r, h),
      let pP = product(p, period), let qP = product(q, period), let rhw = product(rh, w),
      let ph = product(pP, h), let qw = product(qP, w), let whole = product(f00, square),
      let b = sum([pP, -rw]), let c = sum([qP, -rh]), let d = sum([whole, -ph, -qw, rhw])
    else { return nil }
    area = Fraction(r, square)
    height = Fraction(b, square)
    width = Fraction(c, square)
    constant = Fraction(d, square)
  }
}

/// Nil where it is too large.
private func product(_ a: Int, _ b: Int) -> Int? {
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  return overflow || product == Int.min ? nil : product
}

/// Nil where it, or a part of it, is too large.
private func sum(_ numbers: [Int]) -> Int? {
  var sum = 0
  for number in numbers {
    let (next, overflow) = sum.addingReportingOverflow(number)
    if overflow { return nil }
    sum = next
  }
  return sum
}
