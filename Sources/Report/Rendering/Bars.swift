/// Shares of a whole as bars of block characters.
package enum Bars {
  private static let longest = 40

  /// One line per part: label, number, percentage, and a bar as long as the width allows.
  package static func render(
    _ title: String, _ parts: [(label: String, value: Int)], _ language: Language, _ canvas: Canvas
  ) -> [String] {
    let whole = parts.reduce(0) { $0 + $1.value }
    let rows = parts.map { part in
      [Table.Cell.text(part.label), .count(part.value), .percent(part.value, of: whole)]
    }
    let columns = [Table.Column("", "", .left), Table.Column("", ""), Table.Column("", "")]
    let lines = TerminalTable.render(Table(columns: columns, rows: rows), language, .plain).lines
      .dropFirst()
    let indent = TerminalTable.columns(of: title) + 1
    let taken = 2 + indent + (lines.map(TerminalTable.columns).max() ?? 0) + 2
    let longest = max(0, min(Bars.longest, (canvas.width ?? Int.max) - taken))
    return zip(lines, parts).enumerated().map { index, line in
      let (text, part) = line
      let share = whole == 0 ? 0 : Double(part.value) / Double(whole)
      // What is there is to be seen, however small.
      let eighths = max(part.value > 0 && longest > 0 ? 1 : 0, Int((share * Double(longest * 8)).rounded()))
      let head = index == 0 ? canvas.style.bold(title) + " " : String(repeating: " ", count: indent)
      return eighths == 0 ? "  \(head)\(text)" : "  \(head)\(text)  \(canvas.style.accent(bar(eighths)))"
    }
  }

  private static func bar(_ eighths: Int) -> String {
    let (full, rest) = eighths.quotientAndRemainder(dividingBy: 8)
    return String(repeating: "█", count: full) + ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][rest]
  }
}
