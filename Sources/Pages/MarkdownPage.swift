import Report

/// A page in GitHub's dialect of markdown, put together part by part, and the pictures that it shows.
struct MarkdownPage {
  let path: String
  private(set) var pictures: [ReportFile] = []
  private var blocks: [String] = []

  init(path: String, title: String) {
    self.path = path
    heading(title, level: 1)
  }

  /// The page and its pictures.
  var files: [ReportFile] { [ReportFile(path: path, text: blocks.joined(separator: "\n\n") + "\n")] + pictures }

  mutating func heading(_ title: String, level: Int = 2) {
    blocks.append(String(repeating: "#", count: level) + " " + MarkdownTable.escape(title))
  }

  /// - Parameter text: markdown; what comes from elsewhere must be escaped already.
  mutating func paragraph(_ text: String) {
    if !text.isEmpty { blocks.append(text) }
  }

  /// - Parameter items: markdown.
  mutating func list(_ items: [String]) {
    if !items.isEmpty { blocks.append(items.map { "- \($0)" }.joined(separator: "\n")) }
  }

  mutating func table(_ table: Table, _ language: Language) {
    blocks.append(MarkdownTable.render(table, language).joined(separator: "\n"))
  }

  /// Lines as they are; none of them may close the fence.
  mutating func code(_ lines: [String], _ kind: String = "text") {
    blocks.append((["```\(kind)"] + lines.map { $0.replacing("```", with: "'''") } + ["```"]).joined(separator: "\n"))
  }

  /// A link to a picture that the page does not show.
  mutating func link(_ text: String, _ name: String, _ svg: String?) {
    guard let svg else { return }
    let file = "pictures/\(name).svg"
    pictures.append(ReportFile(path: file, text: svg))
    blocks.append("[\(MarkdownTable.escape(text))](\(file))")
  }

  /// A picture, which is written beside the page, into `pictures/`.
  ///
  /// - Parameter alternative: what it shows, for those who do not see it.
  mutating func picture(_ name: String, _ svg: String?, _ alternative: String) {
    guard let svg else { return }
    let file = "pictures/\(name).svg"
    pictures.append(ReportFile(path: file, text: svg))
    blocks.append("![\(MarkdownTable.escape(alternative))](\(file))")
  }
}
