/// Text broken into lines.
package enum Paragraph {
  /// The parts with blanks between them, as many on a line as it holds; a part is never broken.
  ///
  /// - Parameter width: columns of a line; nil for as many as it takes.
  package static func lines<Part: StringProtocol>(_ parts: [Part], width: Int?) -> [String] {
    var lines: [String] = []
    var line = ""
    for part in parts {
      if let width, !line.isEmpty, TerminalTable.columns(of: line) + 1 + TerminalTable.columns(of: String(part)) > width
      {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(part) : " " + part
    }
    return lines + [line]
  }

  /// The words of a text on lines that begin with an indent, deeper from the second on.
  package static func wrap(_ text: String, indent: String = "  ", width: Int?) -> [String] {
    let room = width.map { $0 - indent.count - 2 }
    return lines(text.split(separator: " "), width: room).enumerated().map { index, line in
      indent + (index == 0 ? "" : "  ") + line
    }
  }
}
