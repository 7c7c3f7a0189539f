/// Reads tables of GitHub's markdown back: cells end at a bar that no backslash escapes.
public enum MarkdownReader {
  /// The tables of a text, each as rows of cells; the second row is the one of dashes.
  public static func tables(in text: String) -> [[[String]]] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .split { $0.first != "|" }
      .map { lines in lines.map { cells($0) } }
  }

  /// The cells of a row, without escapes and bold marks.
  public static func cells(_ line: Substring) -> [String] {
    var cells: [String] = []
    var cell = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in line.unicodeScalars.dropFirst() {
      switch scalar {
      case _ where isEscaped:
        cell.append(scalar)
        isEscaped = false
      case "\\": isEscaped = true
      case "|":
        cells.append(plain(String(cell)))
        cell = String.UnicodeScalarView()
      default: cell.append(scalar)
      }
    }
    return cells
  }

  private static func plain(_ cell: String) -> String {
    var text = cell[...]
    while text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    if text.hasPrefix("**"), text.hasSuffix("**") { text = text.dropFirst(2).dropLast(2) }
    return String(text)
  }
}
