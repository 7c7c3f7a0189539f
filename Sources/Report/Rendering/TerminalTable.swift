/// A table for a terminal: aligned, two blanks between columns, made to fit a width.
package enum TerminalTable {
  package static let indent = "  "
  package static let gap = "  "

  /// The lines, and the titles of the columns that did not fit.
  ///
  /// Where the table is too wide, large counts are abbreviated, then texts of columns that may wrap go on in the next line,
  /// then columns are left out, the least important first.
  package static func render(
    _ table: Table, _ language: Language, _ canvas: Canvas
  ) -> (lines: [String], dropped: [String]) {
    var texts = table.allRows.map { $0.map { $0.text(language) } }
    var widths = widths(table, texts)
    if let width = canvas.width, canvas.abbreviates, total(widths) > width {
      texts = table.allRows.map { $0.map { $0.shortText(language) } }
      widths = Self.widths(table, texts)
    }
    let (kept, room) = fitted(table, widths, to: canvas.width)
    let style = canvas.style

    let blank = UInt8(ascii: " ")
    let bytesOfLine = 2 * total(room)

    func line(_ cells: [String]) -> String {
      var bytes = Array(indent.utf8)
      bytes.reserveCapacity(bytesOfLine)
      for (position, index) in kept.enumerated() {
        if position > 0 { bytes += gap.utf8 }
        let blanks = repeatElement(blank, count: max(0, room[index] - columns(of: cells[index])))
        if table.columns[index].alignment == .right { bytes += blanks }
        bytes += cells[index].utf8
        if table.columns[index].alignment == .left { bytes += blanks }
      }
      while bytes.last == blank { bytes.removeLast() }
      return String(decoding: bytes, as: UTF8.self)
    }

    func lines(_ cells: [String]) -> [String] {
      func fits(_ index: Int) -> Bool {
        !table.columns[index].wraps || columns(of: cells[index]) <= room[index]
      }
      if cells.indices.allSatisfy(fits) { return [line(cells)] }
      let broken = cells.indices.map { fits($0) ? [cells[$0]] : Paragraph.broken(cells[$0], width: room[$0]) }
      return (0..<(kept.map { broken[$0].count }.max() ?? 1)).map { number in
        line(broken.map { number < $0.count ? $0[number] : "" })
      }
    }

    var result = [style.bold(line(table.columns.map(\.title)))]
    result += texts.prefix(table.rows.count).flatMap(lines)
    if let footer = texts.last, table.footer != nil { result += lines(footer).map(style.bold) }
    return (result, table.columns.indices.filter { !kept.contains($0) }.map { table.columns[$0].title })
  }

  /// The lines, and below them the columns that did not fit.
  package static func lines(_ table: Table, _ language: Language, _ canvas: Canvas) -> [String] {
    let (lines, dropped) = render(table, language, canvas)
    guard !dropped.isEmpty else { return lines }
    let note = Paragraph.wrap(
      language.text("terminal.narrow", ["columns": dropped.joined(separator: ", ")]), width: canvas.width)
    return lines + note.map(canvas.style.dim)
  }

  /// The columns that a text of a column that wraps has at least, unless all of it has fewer.
  private static let narrowest = 14

  private static func widths(_ table: Table, _ texts: [[String]]) -> [Int] {
    var widths = table.columns.map { columns(of: $0.title) }
    for row in texts {
      for (index, text) in row.enumerated() { widths[index] = max(widths[index], columns(of: text)) }
    }
    return widths
  }

  /// Columns of a line.
  private static func total(_ widths: [Int]) -> Int {
    indent.count + widths.reduce(0) { $0 + $1 + gap.count } - gap.count
  }

  /// The columns that there is room for, and how wide each is.
  private static func fitted(_ table: Table, _ widths: [Int], to width: Int?) -> (kept: [Int], room: [Int]) {
    guard let width, total(widths) > width else { return (Array(widths.indices), widths) }
    var room = zip(table.columns, widths).map { column, width in
      column.wraps ? min(width, max(narrowest, columns(of: column.title))) : width
    }
    var kept = Array(widths.indices)
    let candidates = kept.sorted {
      (table.columns[$0].importance, -$0) < (table.columns[$1].importance, -$1)
    }
    for index in candidates.dropLast() where total(kept.map { room[$0] }) > width { kept.removeAll { $0 == index } }
    // What is left over goes to the texts that lack most.
    var rest = width - total(kept.map { room[$0] })
    while rest > 0, let index = kept.max(by: { widths[$0] - room[$0] < widths[$1] - room[$1] }),
      widths[index] > room[index]
    {
      room[index] += 1
      rest -= 1
    }
    return (kept, room)
  }

  /// Columns that a text takes: characters, of which those of East Asian scripts and emoji take two.
  package static func columns(of text: String) -> Int {
    // Below U+0300 each character is one scalar and takes one column; bytes from 0x80 to 0xBF go on with one.
    if text.utf8.allSatisfy({ $0 < 0xCC }) { return text.utf8.reduce(0) { $0 + (0x80..<0xC0 ~= $1 ? 0 : 1) } }
    return text.reduce(0) { sum, character in
      let first = character.unicodeScalars.first ?? " "
      let scalar = first.value
      // None is below: most texts are asked no more.
      guard scalar >= 0x1100 else { return sum + 1 }
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
