import Analysis
import Architecture

/// What is asked of one quantity, and what it is.
struct BudgetLine {
  let quantity: Quantity
  let bound: QuantityLimit.Bound
  let value: Int?
  let passes: Bool
  /// The limit, or what the quantity was before; nil where that is not known.
  let asked: Int?
  /// Nil of a limit.
  let tolerance: Tolerance?
  /// In percent of what it was; nil of a limit.
  let change: Double?
  /// How it is called on the command line: `max-macs`, `macs`.
  let name: String

  init(_ check: LimitCheck) {
    (quantity, bound, value, passes) = (check.limit.quantity, check.limit.bound, check.value, check.passes)
    (asked, tolerance, change, name) = (check.limit.value, nil, nil, check.limit.name)
  }

  init(_ check: ChangeCheck) {
    (quantity, bound, value, passes) = (check.quantity, check.bound, check.after, check.passes)
    (asked, tolerance, change, name) = (check.before, check.tolerance, check.percent, check.quantity.rawValue)
  }

  func quantityText(in language: Language) -> String { language.text("quantities.\(quantity.rawValue)") }

  /// With every digit, since a rounded number may look like the limit that it passes.
  func text(_ number: Int?, in language: Language) -> String {
    guard let number else { return language.text("columns.unknown") }
    return quantity.isBytes ? "\(language.grouped(number)) B" : language.grouped(number)
  }

  func valueText(in language: Language) -> String { text(value, in: language) }

  /// `≤ 4,100,000,000`, `≥ 483 − 1 %`.
  func limitText(in language: Language) -> String {
    let limit = "\(bound == .most ? "≤" : "≥") \(text(asked, in: language))"
    guard let tolerance, tolerance.percent > 0 else { return limit }
    return "\(limit) \(bound == .most ? "+" : "−") \(language.trimmed(tolerance.percent)) %"
  }

  /// How much of a limit from above is used.
  var used: (part: Int, whole: Int)? {
    guard tolerance == nil, bound == .most, let value, let asked, asked > 0 else { return nil }
    return (value, asked)
  }

  var usedCell: Table.Cell { used.map { .percent($0.part, of: $0.whole) } ?? .blank }

  func changeText(in language: Language) -> String {
    tolerance == nil ? "" : change.map { language.change($0) } ?? language.text("columns.unknown")
  }

  /// `MACs 4,346,000,000, at most 4,100,000,000`.
  func sentence(in language: Language) -> String {
    language.text(
      "budget.sentence",
      [
        "quantity": quantityText(in: language), "value": valueText(in: language),
        "limit": limitText(in: language),
      ])
  }
}

extension Language {
  /// A change in percent: `+12 %`, `−0.4 %`, `0 %`.
  func change(_ percent: Double) -> String {
    guard percent != 0 else { return "0 %" }
    let size = percent.magnitude
    let number = size >= 9.95 ? fixed(size, decimals: 0) : size >= 0.095 ? fixed(size, decimals: 1) : trimmed(size)
    return "\(percent < 0 ? "−" : "+")\(number) %"
  }
}
