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

  /// A text on lines of at most so many columns, broken at blanks; what is longer is broken behind `/`, `.`, `-` or `_`,
  /// else anywhere.
  package static func broken(_ text: String, width: Int) -> [String] {
    let words = text.split(separator: " ").flatMap { pieces(of: $0, width: width) }
    var lines: [String] = []
    for (word, isContinued) in words {
      if isContinued || lines.isEmpty || TerminalTable.columns(of: lines[lines.count - 1] + " " + word) > width {
        lines.append(word)
      } else {
        lines[lines.count - 1] += " " + word
      }
    }
    return lines.isEmpty ? [""] : lines
  }

  /// A word in pieces that fit; all but the first begin a line.
  private static func pieces(of word: Substring, width: Int) -> [(text: String, isContinued: Bool)] {
    var pieces: [(String, Bool)] = []
    var piece = ""
    for character in word {
      if TerminalTable.columns(of: piece) + TerminalTable.columns(of: String(character)) > width, !piece.isEmpty {
        var rest = ""
        if let mark = piece.lastIndex(where: { "/._-".contains($0) }), mark != piece.startIndex {
          rest = String(piece[piece.index(after: mark)...])
          piece = String(piece[...mark])
        }
        pieces.append((piece, !pieces.isEmpty))
        piece = rest
      }
      piece.append(character)
    }
    if !piece.isEmpty { pieces.append((piece, !pieces.isEmpty)) }
    return pieces
  }

  /// The words of a text on lines that begin with an indent, deeper from the second on.
  package static func wrap(_ text: String, indent: String = "  ", width: Int?) -> [String] {
    let room = width.map { $0 - indent.count - 2 }
    return lines(text.split(separator: " "), width: room).enumerated().map { index, line in
      indent + (index == 0 ? "" : "  ") + line
    }
  }
}
