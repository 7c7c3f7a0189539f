/// How much a quantity may change before it counts, relative to what it was.
public struct Tolerance: Hashable, Sendable {
  /// From 0 on.
  public let percent: Double

  public static let none = Tolerance(percent: 0)

  private init(percent: Double) { self.percent = percent }

  /// Reads `1%`, `0.5 %` or, as a share, `0.01`; nil for anything else.
  public init?(_ text: String) {
    let isPercent = text.hasSuffix("%")
    let number = (isPercent ? text.dropLast() : text[...]).filter { $0 != " " }
    guard !number.isEmpty, number.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
      let value = Double(number), value <= (isPercent ? 10_000 : 100)
    else { return nil }
    percent = isPercent ? value : value * 100
  }

  /// Whether a growth is within it. Both numbers are below 2⁵³.
  public func holds(growth: Int, of before: Int) -> Bool { Double(growth) * 100 <= percent * Double(before) }
}
