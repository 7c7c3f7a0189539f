/// Numbers as people read them, with the marks of a language: in English `60,965,224` and `96.2 %`; in Spanish `60 965 224`
/// and `96,2 %`. Written without Foundation, whose formatting costs a start of several milliseconds.
public struct Numbers: Hashable, Sendable {
  /// What stands between groups of three digits.
  public let group: String
  /// The least number whose digits are grouped: in English 1,000, in Spanish 10 000, below which it writes 4096.
  public let groupedFrom: Int
  /// What stands before the decimals.
  public let decimal: String

  public static let english = Numbers(group: ",", groupedFrom: 1_000, decimal: ".")

  public init(group: String, groupedFrom: Int, decimal: String) {
    self.group = group
    self.groupedFrom = groupedFrom
    self.decimal = decimal
  }

  /// `60,965,224`.
  public func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    let sign = number < 0 ? "−" : ""
    guard number.magnitude >= groupedFrom else { return sign + digits }
    let count = digits.utf8.count
    let length = sign.utf8.count + count + (count - 1) / 3 * group.utf8.count
    return String(unsafeUninitializedCapacity: length) { text in
      var end = 0
      func append(_ byte: UInt8) { (text[end], end) = (byte, end + 1) }
      sign.utf8.forEach(append)
      for (index, digit) in digits.utf8.enumerated() {
        if index > 0, (count - index) % 3 == 0 { group.utf8.forEach(append) }
        append(digit)
      }
      return end
    }
  }

  /// Rounded to so many decimals: `11.50`. Numbers past 10¹⁵ lose their decimals.
  public func fixed(_ number: Double, decimals: Int) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "−∞" : "∞" }
    let scale = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    let scaled = (number.magnitude * scale).rounded()
    guard scaled < 9e15 else { return marked("\(number)") }
    let (whole, part) = Int(scaled).quotientAndRemainder(dividingBy: Int(scale))
    let sign = number < 0 && scaled > 0 ? "−" : ""
    guard decimals > 0 else { return sign + grouped(whole) }
    let digits = String(part)
    return "\(sign)\(grouped(whole))\(decimal)\(String(repeating: "0", count: decimals - digits.count))\(digits)"
  }

  /// Three significant digits and a unit of a thousand: `1.16 MB`, `280 kB`, `16.4 kB`.
  public func bytes(_ number: Int) -> String {
    scaled(Double(number), ["B", "kB", "MB", "GB", "TB", "PB", "EB"])
  }

  /// Three significant digits and a letter: `724 M`.
  public func short(_ number: Int) -> String { scaled(Double(number), ["", "k", "M", "G", "T", "P", "E"]) }

  /// A count with at most seven characters: `34,944`, `105.4 M`.
  public func abbreviated(_ number: Int) -> String {
    guard number >= 1_000_000 else { return grouped(number) }
    var value = Double(number) / 1e6
    var unit = 0
    let units = ["M", "G", "T", "P", "E"]
    // 999.95 would be written as 1000.0
    while value >= 999.95, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    let decimals = value >= 99.995 ? 1 : value >= 9.9995 ? 2 : 3
    return "\(fixed(value, decimals: decimals)) \(units[unit])"
  }

  /// A time with a unit that suits it: `1.05 ms`.
  public func seconds(_ seconds: Double) -> String { scaled(seconds * 1e9, ["ns", "µs", "ms", "s"]) }

  /// Without superfluous zeros: `5`, `22.5`.
  public func plain(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e15 ? grouped(Int(number)) : fixed(number, decimals: 1)
  }

  /// Four significant digits: `0.01234`, `-1.5e-07`.
  public func significant(_ number: Double) -> String {
    guard number.isFinite, number != 0 else { return number == 0 ? "0" : "\(number)" }
    var exponent = 0
    var mantissa = number.magnitude
    while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    let sign = number < 0 ? "−" : ""
    if (-4...5).contains(exponent) { return sign + fixed(number.magnitude, decimals: max(0, 3 - exponent)) }
    return "\(sign)\(fixed(mantissa, decimals: 2))e\(exponent)"
  }

  /// At most four significant digits, without superfluous zeros: `0.001`, `123.7`, `−1.5e-7`.
  public func trimmed(_ number: Double) -> String {
    let parts = significant(number).split(separator: "e", maxSplits: 1)
    guard var digits = parts.first.map(String.init), digits.contains(decimal) else { return significant(number) }
    while digits.hasSuffix("0") { digits.removeLast() }
    if digits.hasSuffix(decimal) { digits.removeLast(decimal.count) }
    return digits + (parts.count > 1 ? "e\(parts[1])" : "")
  }

  /// With as few digits as tell it from every other number: `1.5`, `1e-05`.
  public func exact(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e15 ? grouped(Int(number)) : marked("\(number)")
  }

  /// `96.2 %`.
  public func percent(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "" : fixed(100 * Double(part) / Double(whole), decimals: 1) + " %"
  }

  private func scaled(_ number: Double, _ units: [String]) -> String {
    var value = number
    var unit = 0
    // 999.5 would be written as 1000
    while value >= 999.5, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    let decimals = unit == 0 && value == value.rounded() || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
    let text = fixed(value, decimals: decimals)
    return units[unit].isEmpty ? text : "\(text) \(units[unit])"
  }

  /// A number as Swift writes it, with this language's mark.
  func marked(_ number: String) -> String { number.split(separator: ".").joined(separator: decimal) }

  /// One text where all axes have the same, else `11×5`; `?` for what is not known.
  func perAxis(_ texts: [String?]) -> String {
    if let first = texts.first, texts.allSatisfy({ $0 == first }) { return first ?? "?" }
    return texts.map { $0 ?? "?" }.joined(separator: "×")
  }
}
