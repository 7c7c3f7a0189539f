/// How wide a text is at most: in the widest of the faces in which a reader may see it.
///
/// Charts leave the face to the reader's system. Verdana and DejaVu Sans, which have the same widths, are the widest of the
/// usual ones; in Helvetica, Roboto or Segoe UI a text takes less than is said here.
package enum TextWidth {
  /// Advance widths of the characters from blank to tilde in DejaVu Sans, in thousandths of the font's size.
  private static let ascii: [Int] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,
    636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,
    1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
    603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
    500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
    635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
  ]
  /// Those of Latin-1 from U+00A0 on.
  private static let latin: [Int] = [
    318, 401, 636, 636, 636, 636, 337, 500, 500, 1000, 471, 612, 838, 0, 1000, 500,
    500, 838, 401, 401, 500, 636, 636, 318, 500, 401, 471, 612, 969, 969, 969, 531,
    684, 684, 684, 684, 684, 684, 974, 698, 632, 632, 632, 632, 295, 295, 295, 295,
    775, 748, 787, 787, 787, 787, 787, 838, 787, 732, 732, 732, 732, 611, 605, 630,
    613, 613, 613, 613, 613, 613, 982, 550, 615, 615, 615, 615, 278, 278, 278, 278,
    612, 634, 612, 612, 612, 612, 612, 838, 612, 634, 634, 634, 634, 592, 635, 592,
  ]
  /// The same in bold.
  private static let boldASCII: [Int] = [
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365,
    696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580,
    1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850,
    733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500,
    500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687,
    716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
  ]
  private static let boldLatin: [Int] = [
    348, 456, 696, 696, 636, 696, 365, 500, 500, 1000, 564, 646, 838, 0, 1000, 500,
    500, 838, 438, 438, 500, 736, 636, 380, 500, 438, 564, 646, 1035, 1035, 1035, 580,
    774, 774, 774, 774, 774, 774, 1085, 734, 683, 683, 683, 683, 372, 372, 372, 372,
    838, 837, 850, 850, 850, 850, 850, 838, 850, 812, 812, 812, 812, 724, 738, 719,
    675, 675, 675, 675, 675, 675, 1048, 593, 678, 678, 678, 678, 343, 343, 343, 343,
    687, 712, 687, 687, 687, 687, 687, 838, 687, 712, 712, 712, 712, 652, 716, 652,
  ]

  /// - Parameter style: the classes with which `SVG.text` writes it.
  /// - Returns: pixels.
  package static func of(_ text: String, _ style: String) -> Double {
    let font = ChartStyle.font(of: style)
    return of(text, size: font.size, isBold: font.isBold)
  }

  /// - Parameter size: the font's size; the width is in the same unit.
  package static func of(_ text: String, size: Double, isBold: Bool = false) -> Double {
    let thousandths = text.unicodeScalars.reduce(0) { $0 + width(of: $1, isBold) }
    return Double(thousandths) * size / 1000
  }

  private static func width(of scalar: Unicode.Scalar, _ isBold: Bool) -> Int {
    switch scalar.value {
    case 0x20...0x7E: (isBold ? boldASCII : ascii)[Int(scalar.value) - 0x20]
    case 0xA0...0xFF: (isBold ? boldLatin : latin)[Int(scalar.value) - 0xA0]
    // Combining marks, and narrow blanks.
    case 0x0300...0x036F: 0
    case 0x202F, 0x2009: 200
    // Arrows, signs of mathematics.
    case 0x2190...0x22FF: 840
    // Greek and Cyrillic capitals are about as wide as this on the average.
    case ..<0x2000: isBold ? 800 : 715
    default: 1000
    }
  }

  /// The text, or as much of its beginning as fits with an ellipsis behind it.
  package static func fit(_ text: String, _ style: String, width: Double) -> String {
    guard of(text, style) > width else { return text }
    var kept = text
    while !kept.isEmpty, of(kept + "…", style) > width { kept.removeLast() }
    return kept + "…"
  }

  /// The text in lines that fit: broken behind its first colon where that makes two lines, else between words. A word that
  /// is too long for a line ends in an ellipsis.
  package static func lines(_ text: String, _ style: String, width: Double) -> [String] {
    guard of(text, style) > width else { return [text] }
    if let colon = text.firstRange(of: ": ") {
      let parts = [String(text[..<colon.lowerBound]) + ":", String(text[colon.upperBound...])]
      if parts.allSatisfy({ of($0, style) <= width }) { return parts }
    }
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, of("\(last) \(word)", style) <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(fit(String(word), style, width: width))
      }
    }
    return lines
  }
}
