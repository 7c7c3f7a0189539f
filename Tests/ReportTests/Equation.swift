import Foundation

/// An equation in a sentence: `11·11·3·96 + 96 = 34,944`, its words left out.
struct Equation: CustomStringConvertible {
  /// What stands left of the sign.
  let terms: String
  let result: Double

  var description: String { "\(terms) = \(result)" }

  /// Whether the left side comes to the right one; false where it is no arithmetic.
  var holds: Bool { value == result }

  /// The value of the left side; nil where it is no arithmetic.
  var value: Double? {
    var reader = Reader(terms)
    return reader.sum().flatMap { reader.isAtEnd ? $0 : nil }
  }

  /// Whether there is anything to compute.
  var isComputed: Bool { terms.contains { "·+−/(⌊⌈".contains($0) } }

  /// All equations of a text: clauses end at a comma or semicolon with a blank, at a colon, and at a line's end.
  static func all(in text: some StringProtocol) -> [Equation] {
    text.split(whereSeparator: \.isNewline).flatMap { line in
      String(line).replacing(#/[,;:] /#, with: "\n").split(separator: "\n").flatMap { clause -> [Equation] in
        let sides = clause.components(separatedBy: " = ")
        guard sides.count == 2 else { return [] }
        let number = sides[1].prefix { $0.isNumber || $0 == "," || $0 == "." || $0 == "−" }
        guard let result = Reader.number(String(number)) else { return [] }
        return [Equation(terms: balanced(sides[0]), result: result)]
      }
    }
  }

  /// Without words and names, and without what stands before a bracket that is closed behind the sign only.
  private static func balanced(_ side: String) -> String {
    var words = side.replacing(#/\p{L}[\p{L}\d_/.×']*/#, with: "").replacing(#/\d+(×\d+)+/#, with: "")
    while words.count(where: { $0 == "(" }) > words.count(where: { $0 == ")" }), let open = words.firstIndex(of: "(") {
      words = String(words[words.index(after: open)...])
    }
    return words.trimmingCharacters(in: .whitespaces)
  }

  /// Sums of products of numbers and of brackets, read from the left.
  private struct Reader {
    private let characters: [Character]
    private var position = 0

    init(_ text: String) { characters = text.filter { $0 != " " }.map { $0 } }

    var isAtEnd: Bool { position == characters.count }
    private var next: Character? { isAtEnd ? nil : characters[position] }

    mutating func sum() -> Double? {
      guard var sum = product() else { return nil }
      while let sign = next, "+−".contains(sign) {
        position += 1
        guard let term = product() else { return nil }
        sum += sign == "+" ? term : -term
      }
      return sum
    }

    private mutating func product() -> Double? {
      guard var product = factor() else { return nil }
      while let sign = next, "·/".contains(sign) {
        position += 1
        guard let factor = factor() else { return nil }
        product = sign == "·" ? product * factor : product / factor
      }
      return product
    }

    private mutating func factor() -> Double? {
      guard let first = next else { return nil }
      let brackets: [Character: (Character, (Double) -> Double)] = [
        "(": (")", { $0 }), "⌊": ("⌋", { $0.rounded(.down) }), "⌈": ("⌉", { $0.rounded(.up) }),
      ]
      if let (close, rounding) = brackets[first] {
        position += 1
        guard let value = sum(), next == close else { return nil }
        position += 1
        return rounding(value)
      }
      var digits = ""
      while let digit = next, digit.isNumber || digit == "," || digit == "." {
        digits.append(digit)
        position += 1
      }
      return Reader.number(digits)
    }

    static func number(_ text: String) -> Double? {
      var digits = text.filter { $0 != "," }
      if digits.hasSuffix(".") { digits.removeLast() }
      return digits.hasPrefix("−") ? Double(digits.dropFirst()).map { -$0 } : Double(digits)
    }
  }
}
