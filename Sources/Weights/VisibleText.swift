extension String {
  /// The text as a terminal may be given it: what would move its cursor, recolour it or reverse its text is written out,
  /// as in `\u{1b}`. Names in files are a stranger's. Line feeds stay.
  public var visible: String {
    if utf8.allSatisfy({ 0x20..<0x7f ~= $0 || $0 == 0x0a }) { return self }
    var result = ""
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x0a: result.unicodeScalars.append(scalar)
      case 0..<0x20, 0x7f..<0xa0, 0x061c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
