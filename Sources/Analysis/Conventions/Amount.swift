import Architecture

/// What a formula gives while it is worked out: sums and products that say so where they pass `Limits.operations`, instead of
/// a trap.
struct Amount: Sendable {
  enum Value: Hashable, Sendable {
    case number(Int)
    case zero
    case unknown
    /// Above `Limits.operations`, below which JSON keeps whole numbers exactly.
    case tooLarge
  }

  let value: Value
  /// How it was worked out; nil where nobody asked.
  let term: CountedTerm?

  static func number(_ number: Int) -> Amount { Amount(value: .number(number), term: nil) }
  static let zero = Amount(value: .zero, term: nil)
  static let unknown = Amount(value: .unknown, term: nil)
  static let tooLarge = Amount(value: .tooLarge, term: nil)

  private init(value: Value, term: CountedTerm?) {
    self.value = value
    self.term = term
  }

  init(_ number: Int) { self.init(number, nil) }

  /// A number that is called something.
  init(_ number: Int, _ term: CountedTerm?) {
    self.init(value: number <= Limits.operations ? .number(number) : .tooLarge, term: term)
  }

  /// A number with a fraction, which is cut off as Python's `int` does.
  init(truncating number: Double) {
    self = number < Double(Limits.operations) ? .number(Int(number)) : .tooLarge
  }

  static func + (a: Amount, b: Amount) -> Amount {
    Amount(value: combine(a.value, b.value) { $0.addingReportingOverflow($1) }, term: join(a, b, CountedTerm.sum))
  }

  static func * (a: Amount, b: Amount) -> Amount {
    Amount(
      value: combine(a.value, b.value) { $0.multipliedReportingOverflow(by: $1) }, term: join(a, b, CountedTerm.product)
    )
  }

  private static func join(_ a: Amount, _ b: Amount, _ make: ([CountedTerm]) -> CountedTerm) -> CountedTerm? {
    guard a.term != nil || b.term != nil else { return nil }
    return make([a, b].map { $0.term ?? .number($0.plain) })
  }

  /// The number; 0 for what is none.
  private var plain: Int {
    if case .number(let number) = value { number } else { 0 }
  }

  /// Zero on purpose stays zero on purpose, whatever it is multiplied by; added to a number it changes nothing.
  private static func combine(
    _ a: Value, _ b: Value, _ operation: (Int, Int) -> (partialValue: Int, overflow: Bool)
  ) -> Value {
    switch (a, b) {
    case (.unknown, _), (_, .unknown): return .unknown
    case (.tooLarge, _), (_, .tooLarge): return .tooLarge
    case (.zero, .zero): return .zero
    case (.zero, .number(let number)), (.number(let number), .zero):
      let sum = operation(number, 0).partialValue
      return sum == 0 ? .zero : .number(sum)
    case (.number(let a), .number(let b)):
      let (result, overflow) = operation(a, b)
      return overflow ? .tooLarge : Amount(result).value
    }
  }
}

/// Amounts are equal whose values are, however they were worked out.
extension Amount: Hashable {
  static func == (a: Amount, b: Amount) -> Bool { a.value == b.value }
  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension Amount: ExpressibleByIntegerLiteral {
  init(integerLiteral number: Int) { self.init(number) }
}
