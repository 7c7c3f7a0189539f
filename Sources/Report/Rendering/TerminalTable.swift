/// A table for a terminal: aligned, two blanks between columns, made to fit a width.
package enum TerminalTable {
  package static let indent = "  "
  package static let gap = "  "

  /// The lines, and the titles of the columns that did not fit.
  ///
  /// - Parameter width: columns of the terminal; nil for as many as it takes.
  package static func render(
    _ table: Table, _ language: Language, width: Int?, style: Style
  ) -> (lines: [String], dropped: [String]) {
    let texts = table.allRows.map { $0.map { $0.text(language) } }
    var widths = table.columns.map { columns(of: $0.title) }
    for row in texts {
      for (index, text) in row.enumerated() { widths[index] = max(widths[index], columns(of: text)) }
    }
    let dropped = columnsToDrop(table, widths, width)
    let kept = table.columns.indices.filter { !dropped.contains($0) }

    func line(_ cells: [String]) -> String {
      var line = indent
      for (position, index) in kept.enumerated() {
        if position > 0 { line += gap }
        let blanks = String(repeating: " ", count: widths[index] - columns(of: cells[index]))
        let isLast = position == kept.count - 1
        line += table.columns[index].alignment == .right ? blanks + cells[index] : cells[index] + (isLast ? "" : blanks)
      }
      while line.last == " " { line.removeLast() }
      return line
    }

    var lines = [style.bold(line(table.columns.map(\.title)))]
    lines += texts.prefix(table.rows.count).map(line)
    if let footer = texts.last, table.footer != nil { lines.append(style.bold(line(footer))) }
    return (lines, table.columns.indices.filter { dropped.contains($0) }.map { table.columns[$0].title })
  }

  /// The lines, and below them the columns that did not fit.
  package static func lines(_ table: Table, _ language: Language, _ canvas: Canvas) -> [String] {
    let (lines, dropped) = render(table, language, width: canvas.width, style: canvas.style)
    guard !dropped.isEmpty else { return lines }
    let note = Paragraph.wrap(
      language.text("terminal.narrow", ["columns": dropped.joined(separator: ", ")]), width: canvas.width)
    return lines + note.map(canvas.style.dim)
  }

  private static func columnsToDrop(_ table: Table, _ widths: [Int], _ width: Int?) -> Set<Int> {
    guard let width else { return [] }
    var dropped: Set<Int> = []
    var total = indent.count + widths.reduce(0) { $0 + $1 + gap.count } - gap.count
    let candidates = table.columns.indices.sorted {
      (table.columns[$0].importance, -$0) < (table.columns[$1].importance, -$1)
    }
    for index in candidates.dropLast() where total > width {
      dropped.insert(index)
      total -= widths[index] + gap.count
    }
    return dropped
  }

  /// Columns that a text takes: characters, of which those of East Asian scripts and emoji take two.
  package static func columns(of text: String) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { sum, character in
      let first = character.unicodeScalars.first ?? " "
      let scalar = first.value
      let isWide =
        first.properties.isEmojiPresentation || (0x1100...0x115F).contains(scalar) || (0x2E80...0xA4CF).contains(scalar)
        || (0xAC00...0xD7A3).contains(scalar)
        || (0xF900...0xFAFF).contains(scalar) || (0xFE30...0xFE6F).contains(scalar)
        || (0xFF00...0xFF60).contains(scalar) || (0xFFE0...0xFFE6).contains(scalar)
        || (0x1F300...0x1FAFF).contains(scalar) || (0x20000...0x3FFFD).contains(scalar)
      return sum + (isWide ? 2 : 1)
    }
  }
}
