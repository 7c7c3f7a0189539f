import Report

/// A page as a terminal shows it: lines of its width, tables aligned, pictures in words, answers at the end.
struct TerminalPage {
  let page: MarkdownPage
  let language: Language
  let canvas: Canvas

  /// Columns of running text: wider lines are tiring to read.
  private static let widest = 100

  private var width: Int { min(canvas.width ?? TerminalPage.widest, TerminalPage.widest) }

  /// The text, with a line feed at its end.
  var text: String {
    var parts: [[String]] = []
    var answers: [String] = []
    for block in page.blocks {
      parts.append(lines(of: block))
      guard case .exercise(let exercise) = block else { continue }
      if answers.isEmpty { answers = [canvas.style.bold(language.text("guide.words.answers"))] }
      answers += wrap("\(exercise.number). " + exercise.answer.joined(separator: " "), deeper: 3)
    }
    if !answers.isEmpty { parts.append(answers) }
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private func lines(of block: PageBlock) -> [String] {
    switch block {
    case .heading(let title, _): [canvas.style.bold(title)]
    case .paragraph(let text): text.split(separator: "\n").flatMap { wrap(String($0)) }
    case .list(let items): items.flatMap { wrap("- \($0)", deeper: 2) }
    case .table(let table, let language): TerminalTable.lines(table, language, canvas)
    case .code(let lines, _): lines.map { "  " + $0 }
    case .picture(_, let alternative, let description):
      wrap("[\(language.text("guide.words.picture")): \(alternative). \(description)]").map(canvas.style.dim)
    case .link(let text, _): wrap(text).map(canvas.style.dim)
    case .exercise(let exercise): wrap("\(exercise.number). \(exercise.question)", deeper: 3)
    }
  }

  private func wrap(_ text: String, deeper: Int = 0) -> [String] {
    let words = TerminalPage.plain(text).split(separator: " ")
    return Paragraph.lines(words, width: width - deeper).enumerated().map { index, line in
      (index == 0 ? "" : String(repeating: " ", count: deeper)) + line
    }
  }

  /// Markdown's marks taken out: a link is its words, emphasis and code are their text.
  static func plain(_ markdown: String) -> String {
    var result = ""
    var rest = markdown[...]
    while let character = rest.first {
      rest = rest.dropFirst()
      switch character {
      case "\\":
        if let next = rest.popFirst() { result.append(next) }
      case "`":
        // What stands in code is as it is, stars and brackets too.
        let code = rest.prefix { $0 != "`" }
        result += code.contains(" ") ? "'\(code)'" : code
        rest = rest.dropFirst(code.count + 1)
      case "*": continue
      case "[":
        let words = rest.prefix { $0 != "]" }
        let behind = rest.dropFirst(words.count)
        guard behind.hasPrefix("]("), let close = behind.firstIndex(of: ")") else {
          result.append(character)
          continue
        }
        result += plain(String(words))
        rest = behind[behind.index(after: close)...]
      default: result.append(character)
      }
    }
    return result
  }
}
