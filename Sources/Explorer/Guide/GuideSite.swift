import Charts
import Pages
import Report

/// The guide as one HTML file that loads nothing: its pages one after the other, their pictures in them, a list of contents and
/// a search; or the same for paper.
public struct GuideSite {
  /// Where it is read.
  public enum Medium: Sendable {
    /// With a search, and answers that one uncovers.
    case screen
    /// A page of the guide begins a sheet, sheets have numbers, and answers stand at the end of their page.
    case paper
  }

  let title: String
  let introduction: String
  let pages: [Guide.Page]
  let medium: Medium
  let language: Language

  /// - Throws: what the guide's networks throw.
  public init(_ guide: Guide, for medium: Medium, in language: Language) throws {
    pages = try guide.pages
    title = language.text("guide.index.title")
    introduction = language.text("guide.index.introduction", ["pages": "\(pages.count)"])
    self.medium = medium
    self.language = language
  }

  /// The file's text, with a line feed at its end.
  public var text: String {
    let script = medium == .screen ? GuideSite.script : ""
    let style = GuideSite.style
    return """
      <!DOCTYPE html>
      <html lang="\(language.code)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(ContentSecurity.policy(script: script, style: style))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <link rel="icon" href="data:,">
      <title>\(Markup.escape(title))</title>
      <style>\(style)</style>
      </head>
      <body>
      <header>
      <h1>\(Markup.escape(title))</h1>
      <p>\(inline(introduction, in: nil))</p>
      </header>
      <nav aria-label="\(Markup.escape(language.text("site.contents")))">
      \(medium == .screen ? search : "")
      <ol>
      \(pages.map { "<li><a href=\"#\($0.name)\">\(Markup.escape($0.title))</a></li>" }.joined(separator: "\n"))
      </ol>
      </nav>
      <main>
      \(pages.map(article).joined(separator: "\n"))
      </main>
      <script>\(script)</script>
      </body>
      </html>

      """
  }

  private var search: String {
    func text(_ key: String) -> String { Markup.escape(language.text(key)) }
    return """
      <form role="search" hidden>
      <label>\(text("site.search")) <input type="search" autocomplete="off" spellcheck="false"></label>
      <p role="status" data-found="\(text("site.found"))" data-none="\(text("site.nothing_found"))"></p>
      <ul></ul>
      </form>
      """
  }

  private func article(_ page: Guide.Page) -> String {
    var parts = page.blocks.map { html($0, in: page) }
    let exercises = page.blocks.compactMap { block -> PageBlock.Exercise? in
      if case .exercise(let exercise) = block { exercise } else { nil }
    }
    if medium == .paper, !exercises.isEmpty {
      parts.append("<h3>\(Markup.escape(language.text("guide.words.answers")))</h3>")
      parts += exercises.map {
        "<p><strong>\($0.number).</strong> \(inline($0.answer.joined(separator: " "), in: page))</p>"
      }
    }
    return "<article id=\"\(page.name)\">\n\(parts.joined(separator: "\n"))\n</article>"
  }

  private func html(_ block: PageBlock, in page: Guide.Page) -> String {
    switch block {
    case .heading(let title, let level): return "<h\(level + 1)>\(Markup.escape(title))</h\(level + 1)>"
    case .paragraph(let text): return "<p>\(inline(text, in: page))</p>"
    case .list(let items):
      return "<ul>\n\(items.map { "<li>\(inline($0, in: page))</li>" }.joined(separator: "\n"))\n</ul>"
    case .table(let table, let language): return html(table, language)
    case .code(let lines, _): return "<pre>\(Markup.escape(lines.joined(separator: "\n")))</pre>"
    case .picture(let file, let alternative, let description):
      return figure(file, alternative, description, in: page)
    case .link(let text, let file): return figure(file, text, "", in: page)
    case .exercise(let exercise):
      let question = "<p><strong>\(exercise.number).</strong> \(inline(exercise.question, in: page))</p>"
      guard medium == .screen else { return question }
      let answer = exercise.answer.map { "<p>\(inline($0, in: page))</p>" }.joined(separator: "\n")
      return "\(question)\n<details><summary>\(Markup.escape(exercise.summary))</summary>\n\(answer)\n</details>"
    }
  }

  /// A picture in the page, as an image of its own: its classes are not the page's.
  private func figure(_ file: String, _ alternative: String, _ description: String, in page: Guide.Page) -> String {
    guard let svg = page.pictures.first(where: { $0.path == file })?.text else { return "" }
    let words = [alternative, description].filter { !$0.isEmpty }.joined(separator: ". ")
    let data = ContentSecurity.base64(Array(svg.utf8))
    return """
      <figure id="\(Markup.escape(GuideSite.anchor(of: file)))">
      <img alt="\(Markup.escape(words))" src="data:image/svg+xml;base64,\(data)">
      </figure>
      """
  }

  private func html(_ table: Table, _ language: Language) -> String {
    func row(_ cells: [Table.Cell], _ name: String) -> String {
      let cells = zip(table.columns, cells).map { column, cell in
        let side = column.alignment == .right ? " class=\"number\"" : ""
        return "<\(name)\(side)>\(Markup.escape(cell.text(language)))</\(name)>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    let head = row(table.columns.map { .text($0.title) }, "th")
    let body = table.rows.map { row($0, "td") }.joined(separator: "\n")
    let foot = table.footer.map { "\n<tfoot>\(row($0, "td"))</tfoot>" } ?? ""
    return "<div class=\"table\"><table>\n<thead>\(head)</thead>\n<tbody>\n\(body)\n</tbody>\(foot)\n</table></div>"
  }

  // MARK: Links

  private func inline(_ markdown: String, in page: Guide.Page?) -> String {
    InlineMarkup { address in
      if address.hasPrefix("https://") { return address }
      let file = address.prefix { $0 != "#" }
      if pages.contains(where: { "\($0.name).md" == file }) { return "#\(file.dropLast(3))" }
      let isPicture = pages.contains { page in page.pictures.contains { $0.path == file } }
      return isPicture ? "#\(GuideSite.anchor(of: String(file)))" : nil
    }.html(markdown)
  }

  /// `pictures/kernels-maps.svg` is `picture-kernels-maps`.
  private static func anchor(of file: String) -> String {
    "picture-" + (file.split(separator: "/").last ?? "").prefix { $0 != "." }
  }

  private static let script = String(decoding: PackageResources.search_js, as: UTF8.self)

  private static let style =
    ExplorerPage.palettes + String(decoding: PackageResources.guide_css, as: UTF8.self)
}
