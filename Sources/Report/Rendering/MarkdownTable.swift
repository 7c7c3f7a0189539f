/// A table in GitHub's dialect of markdown.
package enum MarkdownTable {
  package static func render(_ table: Table, _ language: Language) -> [String] {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    var lines = [line(table.columns.map { escape($0.title) })]
    lines.append(line(table.columns.map { $0.alignment == .right ? "---:" : "---" }))
    lines += table.rows.map { line($0.map { cell($0, language) }) }
    if let footer = table.footer {
      lines.append(line(footer.map { $0 == .blank ? "" : "**\(escape($0.text(language)))**" }))
    }
    return lines
  }

  private static func cell(_ cell: Table.Cell, _ language: Language) -> String {
    let text = escape(cell.text(language))
    if case .link(_, let target) = cell { return "[\(text)](\(target))" }
    return text
  }

  /// The text with characters that markdown or HTML would read as markup made harmless.
  package static func escape(_ text: String) -> String {
    var result = ""
    // Scalars, since a bar with a combining mark is one character that is no bar.
    for scalar in text.unicodeScalars {
      switch scalar {
      case "|", "\\", "`", "*", "_", "[", "]", "#", "~": result += "\\\(scalar)"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
