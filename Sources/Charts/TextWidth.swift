/// How wide a text is in a sans-serif face, near enough to keep labels apart; the reader's own font decides in the end.
package enum TextWidth {
  /// Widths of the characters from blank to tilde in Helvetica, in thousandths of the font's size (Adobe's metrics).
  private static let helvetica: [Int] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]

  /// Some fonts are wider than Helvetica.
  private static let allowance = 1.06

  /// - Parameter size: the font's size; the width is in the same unit.
  package static func of(_ text: String, size: Double) -> Double {
    let thousandths = text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.value {
      case 0x20...0x7E: sum + helvetica[Int(scalar.value) - 0x20]
      case 0x202F, 0x2009: sum + 200
      case 0x0300...0x036F: sum
      case ..<0x2E80: sum + 580
      default: sum + 1000
      }
    }
    return Double(thousandths) * size / 1000 * allowance
  }

  /// The text, or as much of its beginning as fits with an ellipsis behind it.
  package static func fit(_ text: String, size: Double, width: Double) -> String {
    guard of(text, size: size) > width else { return text }
    var kept = text
    while !kept.isEmpty, of(kept + "…", size: size) > width { kept.removeLast() }
    return kept + "…"
  }
}
