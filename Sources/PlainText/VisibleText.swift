// Text of strangers (a tensor's name, a key of a model file, a path) as messages and reports may show it: nothing in it
// moves a terminal's cursor, recolours it or turns the direction of writing.

extension StringProtocol {
  /// The text with what would act on a terminal spelled out, as in `\u{1b}`. Line feeds stay.
  public var visible: String {
    if utf8.allSatisfy({ 0x20..<0x7f ~= $0 || $0 == 0x0a }) { return String(self) }
    var result = ""
    for scalar in unicodeScalars { result += scalar == "\n" ? "\n" : scalar.visible }
    return result
  }

  /// A name in single quotes, spelled out as in `visible` and on one line, shortened to 120 characters.
  public var quoted: String {
    let most = 120
    // Almost every name; the rest of this is slow.
    if utf8.count <= most, utf8.allSatisfy({ 0x20..<0x7f ~= $0 && $0 != 0x27 && $0 != 0x5c }) { return "'\(self)'" }
    var result = "'"
    var length = 0
    for scalar in unicodeScalars {
      let piece =
        switch scalar {
        case "'", "\\": "\\\(scalar)"
        // Marks could pile on their neighbour without end.
        default: scalar.isMark ? scalar.spelledOut : scalar.visible
        }
      length += piece.unicodeScalars.count
      if length > most { return result + "…'" }
      result += piece
    }
    return result + "'"
  }

  /// The text with one character for each of its own, at most so many, so that columns stay where they are: what would
  /// act on a terminal is U+FFFD, a tab a space.
  public func masked(atMost count: Int = .max) -> String {
    var result = ""
    for (index, scalar) in unicodeScalars.enumerated() {
      if index == count { return result + "…" }
      if scalar.isInert { result.unicodeScalars.append(scalar) } else { result += scalar == "\t" ? " " : "\u{FFFD}" }
    }
    return result
  }
}

extension Unicode.Scalar {
  /// Whether a terminal only shows it. What joins the parts of an emoji is inert too.
  fileprivate var isInert: Bool {
    if isASCII { return value >= 0x20 && value != 0x7f }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
      return value == 0x200d
    default: return true
    }
  }

  fileprivate var isMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: true
    default: false
    }
  }

  fileprivate var spelledOut: String { "\\u{\(String(value, radix: 16))}" }

  fileprivate var visible: String { isInert ? String(self) : spelledOut }
}
