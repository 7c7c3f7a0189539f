import Architecture

/// What a formula gives while it is worked out: sums and products that say so where they pass `Limits.operations`, instead of
/// a trap.
enum Amount: Hashable, Sendable {
  case number(Int)
  case zero
  case unknown
  /// Above `Limits.operations`, below which JSON keeps whole numbers exactly.
  case tooLarge

  init(_ number: Int) { self = number <= Limits.operations ? .number(number) : .tooLarge }

  /// A number with a fraction, which is cut off as Python's `int` does.
  init(truncating number: Double) {
    self = number < Double(Limits.operations) ? .number(Int(number)) : .tooLarge
  }

  static func + (a: Amount, b: Amount) -> Amount {
    combine(a, b) { $0.addingReportingOverflow($1) }
  }

  static func * (a: Amount, b: Amount) -> Amount {
    combine(a, b) { $0.multipliedReportingOverflow(by: $1) }
  }

  /// Zero on purpose stays zero on purpose, whatever it is multiplied by; added to a number it changes nothing.
  private static func combine(
    _ a: Amount, _ b: Amount, _ operation: (Int, Int) -> (partialValue: Int, overflow: Bool)
  ) -> Amount {
    switch (a, b) {
    case (.unknown, _), (_, .unknown): return .unknown
    case (.tooLarge, _), (_, .tooLarge): return .tooLarge
    case (.zero, .zero): return .zero
    case (.zero, .number(let number)), (.number(let number), .zero):
      let sum = operation(number, 0).partialValue
      return sum == 0 ? .zero : .number(sum)
    case (.number(let a), .number(let b)):
      let (result, overflow) = operation(a, b)
      return overflow ? .tooLarge : Amount(result)
    }
  }
}

extension Amount: ExpressibleByIntegerLiteral {
  init(integerLiteral number: Int) { self.init(number) }
}
