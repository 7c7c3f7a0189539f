/// Which form of a sentence a number takes, as a language's file states it in the way of Unicode's CLDR:
/// `few: n % 10 = 2..4 and n % 100 != 12..14`.
///
/// A rule is alternatives joined by `or`, each of conditions joined by `and`; a condition compares `n`, or what is left of
/// it by a division, with numbers and ranges. The first rule in the order zero, one, two, few, many that holds gives the
/// form, else it is `other`. (Unicode Technical Standard 35, part 3, section 5.)
struct PluralRules: Sendable {
  private struct Condition: Sendable {
    let modulus: Int?
    let isNegated: Bool
    let ranges: [ClosedRange<Int>]

    func holds(for number: Int) -> Bool {
      let value = modulus.map { number % $0 } ?? number
      return ranges.contains { $0.contains(value) } != isNegated
    }
  }

  private static let forms = ["zero", "one", "two", "few", "many"]
  /// For each form alternatives of conditions.
  private let rules: [(form: String, alternatives: [[Condition]])]

  /// - Parameter entries: rules by keys whose last part is the form.
  init(_ entries: [String: String]) throws(LanguageError) {
    var rules: [(form: String, alternatives: [[Condition]])] = []
    for (key, text) in entries {
      let form = key.split(separator: ".").last.map(String.init) ?? ""
      guard PluralRules.forms.contains(form) else { throw LanguageError("'\(form)' is no form of a plural") }
      rules.append((form, try PluralRules.alternatives(text)))
    }
    self.rules = PluralRules.forms.flatMap { form in rules.filter { $0.form == form } }
  }

  func form(of number: Int) -> String {
    let number = Int(clamping: number.magnitude)
    return rules.first { $0.alternatives.contains { $0.allSatisfy { $0.holds(for: number) } } }?.form ?? "other"
  }

  private static func alternatives(_ text: String) throws(LanguageError) -> [[Condition]] {
    var alternatives: [[Condition]] = []
    for alternative in text.split(separator: " or ") {
      var conditions: [Condition] = []
      for condition in alternative.split(separator: " and ") {
        guard let parsed = PluralRules.condition(condition) else {
          throw LanguageError("'\(condition)' is no condition of a plural; one is 'n % 10 = 2..4'")
        }
        conditions.append(parsed)
      }
      alternatives.append(conditions)
    }
    return alternatives
  }

  /// `n`, or `n % 10`; `=` or `!=`; `1`, `2..4` or several of these with commas.
  private static func condition(_ text: Substring) -> Condition? {
    let words = text.split(separator: " ").map(String.init)
    let hasModulus = words.count > 2 && words[1] == "%"
    guard words.count == (hasModulus ? 5 : 3), words[0] == "n" else { return nil }
    let modulus = hasModulus ? Int(words[2]) : nil
    guard !hasModulus || modulus ?? 0 > 0 else { return nil }
    let sign = words[words.count - 2]
    guard ["=", "!="].contains(sign) else { return nil }
    let parts = words[words.count - 1].split(separator: ",")
    let ranges = parts.compactMap { part -> ClosedRange<Int>? in
      let ends = part.split(separator: "..").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, ends.count <= 2, first <= last else { return nil }
      return first...last
    }
    guard !ranges.isEmpty, ranges.count == parts.count else { return nil }
    return Condition(modulus: modulus, isNegated: sign == "!=", ranges: ranges)
  }
}
