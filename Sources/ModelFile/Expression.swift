import PlainText

/// Arithmetic on a module's arguments: `$width*4`, `$(c/2)`, `${index+1}`, `$multiple(width*alpha, 8)`.
///
///     sum     = product { ("+" | "-") product }
///     product = factor { ("*" | "/") factor }
///     factor  = number | name | function "(" sum { "," sum } ")" | "(" sum ")" | "-" factor
///
/// A name is an argument's, with or without `$` before it. Functions: `floor`, `ceil` and `round` (halves up) of a number;
/// `min` and `max` of two; `multiple(x, n)`, the multiple of n nearest to x, at least n and not below 0.9·x: MobileNet's
/// rule for channels (`_make_divisible`). Numbers are doubles, exact up to 2⁵³.
struct Expression {
  /// What a name stands for.
  enum Lookup {
    case number(Double)
    /// It stands for something that is no number: what that is.
    case none(Phrase)
    /// There is no such argument: a hint at the one that was meant.
    case unknown(Phrase)
  }

  struct Problem: PhrasedError {
    /// What was to be computed.
    let text: String
    /// Why it cannot be.
    let what: Phrase

    /// The same in English.
    var reason: String { what.description }

    var phrase: Phrase {
      "cannot compute '\(text)': \(what) (arithmetic is + - * / ( ), floor, ceil, round, min, max and multiple(x, n) on "
        + "arguments and numbers)"
    }
  }

  private static let functions = ["floor": 1, "ceil": 1, "round": 1, "min": 2, "max": 2, "multiple": 2]
  /// Parentheses and signs inside each other at most.
  private static let deepest = 50

  private var rest: Substring
  private let text: Substring
  private let lookUp: (String) -> Lookup
  private var depth = 0

  /// Whether a text has something to compute: it is more than the name of an argument.
  static func isComputed(_ text: Substring) -> Bool {
    text.utf8.contains { byte in "+-*/()".utf8.contains(byte) }
  }

  /// - Parameter lookUp: what a name stands for.
  /// - Throws: `Problem` that says what cannot be computed.
  static func value(of text: Substring, lookUp: @escaping (String) -> Lookup) throws(Problem) -> Double {
    // `$(…)` and `$width*4`: the first dollar says that something is to be computed.
    var expression = Expression(text, lookUp)
    let value = try expression.sum()
    expression.skipBlanks()
    if let extra = expression.rest.first { throw expression.problem("'\(extra)' is not expected here") }
    // What is no number compares with none, so that it is refused, too.
    guard value.magnitude <= 0x1p53 else {
      throw expression.problem("the result is not a number up to 2^53")
    }
    return value
  }

  /// A whole number without its point.
  static func text(of number: Double) -> String {
    number == number.rounded() ? String(Int(number)) : "\(number)"
  }

  private init(_ text: Substring, _ lookUp: @escaping (String) -> Lookup) {
    self.text = text
    rest = text
    self.lookUp = lookUp
  }

  private func problem(_ reason: Phrase) -> Problem {
    Problem(text: text.prefix(60).masked(), what: reason)
  }

  private mutating func skipBlanks() { rest = rest.drop { $0 == " " } }

  private mutating func take(_ character: Character) -> Bool {
    skipBlanks()
    guard rest.first == character else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func sum() throws(Problem) -> Double {
    var value = try product()
    while true {
      if take("+") { value += try product() } else if take("-") { value -= try product() } else { return value }
    }
  }

  private mutating func product() throws(Problem) -> Double {
    var value = try factor()
    while true {
      if take("*") {
        value *= try factor()
      } else if take("/") {
        let divisor = try factor()
        guard divisor != 0 else { throw problem("a division by 0") }
        value /= divisor
      } else {
        return value
      }
    }
  }

  private mutating func factor() throws(Problem) -> Double {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Expression.deepest else { throw problem("it is nested too deeply") }
    if take("-") { return -(try factor()) }
    _ = take("$")
    if take("(") {
      let value = try sum()
      guard take(")") else { throw problem("a ')' is missing") }
      return value
    }
    let word = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." })
    guard !word.isEmpty else { throw problem(rest.isEmpty ? "it ends too early" : "a number or a name is expected") }
    rest = rest.dropFirst(word.count)
    if let number = Double(word), word.first?.isNumber ?? false { return number }
    if let count = Expression.functions[word], take("(") { return try call(word, count) }
    switch lookUp(word) {
    case .number(let number): return number
    case .none(let summary): throw problem("\(word) is \(summary), and must be a number")
    case .unknown(let hint): throw problem("unknown argument '\(word.prefix(60).masked())'\(hint)")
    }
  }

  private mutating func call(_ function: String, _ count: Int) throws(Problem) -> Double {
    var values = [try sum()]
    while take(",") { values.append(try sum()) }
    guard take(")") else { throw problem("a ')' is missing") }
    guard values.count == count else {
      throw problem("\(function) takes \(count == 1 ? "one number" : "two numbers"), and \(values.count) are given")
    }
    switch function {
    case "floor": return values[0].rounded(.down)
    case "ceil": return values[0].rounded(.up)
    case "round": return (values[0] + 0.5).rounded(.down)
    case "min": return min(values[0], values[1])
    case "max": return max(values[0], values[1])
    default:
      let (value, step) = (values[0], values[1])
      guard step > 0 else { throw problem("multiple(x, n) needs an n above 0") }
      // max(n, ⌊(x + n/2)/n⌋·n), one n more where that is below 0.9·x
      let nearest = max(step, ((value + step / 2) / step).rounded(.down) * step)
      return nearest < 0.9 * value ? nearest + step : nearest
    }
  }
}
