import Charts
import Report

/// A page, put together part by part, and the pictures that it shows.
struct MarkdownPage {
  let path: String
  private(set) var pictures: [ReportFile] = []
  private(set) var blocks: [PageBlock] = []

  init(path: String, title: String) {
    self.path = path
    heading(title, level: 1)
  }

  /// The page and its pictures.
  var files: [ReportFile] {
    [ReportFile(path: path, text: blocks.map(\.markdown).joined(separator: "\n\n") + "\n")] + pictures
  }

  mutating func heading(_ title: String, level: Int = 2) { blocks.append(.heading(title, level: level)) }

  /// - Parameter text: markdown; what comes from elsewhere must be escaped already.
  mutating func paragraph(_ text: String) {
    if !text.isEmpty { blocks.append(.paragraph(text)) }
  }

  /// - Parameter items: markdown.
  mutating func list(_ items: [String]) {
    if !items.isEmpty { blocks.append(.list(items)) }
  }

  mutating func table(_ table: Table, _ language: Language) { blocks.append(.table(table, language)) }

  /// Lines as they are.
  mutating func code(_ lines: [String], _ kind: String = "text") { blocks.append(.code(lines, kind: kind)) }

  mutating func exercise(_ exercise: PageBlock.Exercise) { blocks.append(.exercise(exercise)) }

  /// A link to a picture that the page does not show.
  mutating func link(_ text: String, _ name: String, _ svg: String?) {
    guard let file = add(name, svg) else { return }
    blocks.append(.link(text, file: file))
  }

  /// A picture, which is written beside the page, into `pictures/`.
  ///
  /// - Parameter alternative: what it shows, for those who do not see it.
  mutating func picture(_ name: String, _ svg: String?, _ alternative: String) {
    guard let file = add(name, svg) else { return }
    blocks.append(.picture(file: file, alternative: alternative, description: ""))
  }

  /// A picture that says itself what it shows.
  mutating func picture(_ name: String, _ svg: SVG) {
    guard let file = add(name, svg.text) else { return }
    blocks.append(.picture(file: file, alternative: svg.title, description: svg.description))
  }

  private mutating func add(_ name: String, _ svg: String?) -> String? {
    guard let svg else { return nil }
    let file = "pictures/\(name).svg"
    pictures.append(ReportFile(path: file, text: svg))
    return file
  }
}
