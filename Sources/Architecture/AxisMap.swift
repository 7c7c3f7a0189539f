/// Which cells of an input's axis each cell of the output's axis reads: a rational map.
///
/// Output cell i reads the input cells from ⌈(i·scale + first)/divisor⌉ to ⌊(i·scale + last)/divisor⌋, every `step`-th of
/// them. Cells below 0 or past the end are padding. One form holds all of
///
/// | | scale | first | last | divisor | step |
/// |---|---|---|---|---|---|
/// | the same cell | 1 | 0 | 0 | 1 | 1 |
/// | window of kernel k, stride s, padding p, dilation d | s | −p | −p + (k − 1)·d | 1 | d |
/// | transposed window | 1 | p − (k − 1)·d | p | s | 1 |
/// | adaptive pooling of n to m | n | −(m − 1) | n − 1 | m | 1 |
/// | nearest resize of n to m | n | −(m − 1) | 0 | m | 1 |
/// | part from a, every s-th | s | a | a | 1 | 1 |
/// | one cell for all (broadcasting) | 0 | 0 | 0 | 1 | 1 |
public struct AxisMap: Hashable, Sendable {
  public let scale: Int
  public let first: Int
  public let last: Int
  public let divisor: Int
  public let step: Int
  public let border: Border

  /// What cells outside the input are.
  public enum Border: Hashable, Sendable {
    /// Constant: they depend on nothing.
    case constant
    /// The input mirrored about its first and last cell.
    case reflected
    /// The first or the last cell again.
    case replicated
  }

  public init(
    scale: Int, first: Int, last: Int, divisor: Int = 1, step: Int = 1, border: Border = .constant
  ) {
    self.scale = scale
    self.first = first
    self.last = last
    self.divisor = divisor
    self.step = step
    self.border = border
  }

  /// The same cell.
  public static let identity = AxisMap(scale: 1, first: 0, last: 0)
  /// Cell 0, whatever the output's cell.
  public static let broadcast = AxisMap(scale: 0, first: 0, last: 0)

  /// A sliding window.
  public init(_ window: Window) {
    self.init(
      scale: window.stride, first: -window.before, last: window.span - 1 - window.before, step: window.dilation)
  }

  /// ⌊i·inputs/outputs⌋ up to ⌈(i + 1)·inputs/outputs⌉, the last one left out.
  public init(regions outputs: Int, of inputs: Int) {
    self.init(scale: inputs, first: 1 - outputs, last: inputs - 1, divisor: outputs)
  }

  /// Whether it is an even sliding of a window by whole cells.
  public var isSliding: Bool { divisor == 1 }

  /// The first and the last cell that output cell `index` reads, borders not applied; nil where there is none.
  ///
  /// - Parameter index: at most 2³¹, which with factors of at most 2³¹ cannot overflow.
  public func cells(of index: Int) -> ClosedRange<Int>? {
    let lowest = AxisMap.ceiling(index * scale + first, divisor)
    let highest = AxisMap.floor(index * scale + last, divisor)
    return lowest <= highest ? lowest...highest : nil
  }

  /// The first and the last cell of an input of `size` cells that output cell `index` reads, borders applied; nil where it
  /// reads constant padding alone.
  public func span(of index: Int, in size: Int) -> ClosedRange<Int>? {
    guard let range = cells(of: index) else { return nil }
    if border != .constant, range.lowerBound < 0 || range.upperBound >= size {
      let inside = list(of: index, in: size)
      return inside.min().flatMap { first in inside.max().map { first...$0 } }
    }
    let skipped = range.lowerBound < 0 ? (step - 1 - range.lowerBound) / step * step : 0
    let first = range.lowerBound + skipped
    let end = min(range.upperBound, size - 1)
    return first <= end ? first...(end - (end - first) % step) : nil
  }

  /// All of these cells.
  public func list(of index: Int, in size: Int) -> [Int] {
    guard let range = cells(of: index) else { return [] }
    return stride(from: range.lowerBound, through: range.upperBound, by: step).compactMap { cell in
      if (0..<size).contains(cell) { return cell }
      switch border {
      case .constant: return nil
      case .replicated: return cell < 0 ? 0 : size - 1
      // Mirrored once, which is all that a padding smaller than the input needs.
      case .reflected: return cell < 0 ? -cell : 2 * (size - 1) - cell
      }
    }
  }

  /// Whether the cells of neighbouring output cells touch or overlap without gaps inside, so that a run of output cells
  /// reads one run of input cells.
  public var isGapless: Bool { step == 1 && scale + first + 2 * (divisor - 1) <= last + divisor }

  static func floor(_ number: Int, _ divisor: Int) -> Int {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  static func ceiling(_ number: Int, _ divisor: Int) -> Int {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder > 0 ? quotient + 1 : quotient
  }
}
