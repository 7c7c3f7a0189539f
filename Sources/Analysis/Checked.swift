/// A sum of sizes that remembers when it has passed what an `Int` holds.
struct Checked: ExpressibleByIntegerLiteral {
  /// nil once it is too large.
  private var value: Int?

  init(integerLiteral value: Int) { self.value = value }

  mutating func add(_ number: Int) {
    guard let (sum, overflow) = value?.addingReportingOverflow(number) else { return }
    value = overflow ? nil : sum
  }

  /// Whether so many times it is at most the limit.
  func times(_ factor: Int, atMost limit: Int) -> Bool {
    guard let (product, overflow) = value?.multipliedReportingOverflow(by: factor) else { return false }
    return !overflow && product <= limit
  }
}
