import Report

/// A part of a page before any rendering. Texts are markdown, in which what comes from elsewhere is escaped already.
package enum PageBlock {
  case heading(String, level: Int)
  case paragraph(String)
  case list([String])
  case table(Table, Language)
  /// Lines as they are, and what they are: `text`, `mermaid`.
  case code([String], kind: String)
  /// A picture beside the page: what it shows in a few words, and in a sentence or two.
  case picture(file: String, alternative: String, description: String)
  /// A link to a picture that the page does not show.
  case link(String, file: String)
  /// A question with an answer that one uncovers.
  case exercise(Exercise)

  package struct Exercise {
    package let number: Int
    package let question: String
    /// What uncovers the answer: `Answer`.
    package let summary: String
    /// Paragraphs.
    package let answer: [String]
  }

  /// GitHub's dialect of markdown.
  var markdown: String {
    switch self {
    case .heading(let title, let level): String(repeating: "#", count: level) + " " + MarkdownTable.escape(title)
    case .paragraph(let text): text
    case .list(let items): items.map { "- \($0)" }.joined(separator: "\n")
    case .table(let table, let language): MarkdownTable.render(table, language).joined(separator: "\n")
    case .code(let lines, let kind):
      // None of them may close the fence.
      (["```\(kind)"] + lines.map { $0.replacing("```", with: "'''") } + ["```"]).joined(separator: "\n")
    case .picture(let file, let alternative, _): "![\(MarkdownTable.escape(alternative))](\(file))"
    case .link(let text, let file): "[\(MarkdownTable.escape(text))](\(file))"
    case .exercise(let exercise):
      (["**\(exercise.number).** \(exercise.question)", "<details><summary>\(exercise.summary)</summary>"]
        + exercise.answer + ["</details>"]).joined(separator: "\n\n")
    }
  }
}
