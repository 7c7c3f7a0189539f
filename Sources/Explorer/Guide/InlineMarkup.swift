import Report

/// A line of a page's markdown as HTML: emphasis, code and links; everything else is text.
struct InlineMarkup {
  /// Where a link leads; nil for one that leads out of the site, of which the words alone are kept.
  let target: (String) -> String?

  func html(_ markdown: String) -> String {
    var result = ""
    var text = ""
    var open: [String] = []
    func flush() {
      result += InlineMarkup.escape(text)
      text = ""
    }
    var rest = markdown[...]
    while let character = rest.first {
      rest = rest.dropFirst()
      switch character {
      case "\\":
        if let next = rest.popFirst() { text.append(next) }
      case "`":
        let code = rest.prefix { $0 != "`" }
        rest = rest.dropFirst(code.count + 1)
        flush()
        result += "<code>\(Markup.escape(String(code)))</code>"
      case "*":
        flush()
        var name = "em"
        if rest.first == "*" {
          rest = rest.dropFirst()
          name = "strong"
        }
        if open.last == name {
          open.removeLast()
          result += "</\(name)>"
        } else {
          open.append(name)
          result += "<\(name)>"
        }
      case "[":
        guard let close = rest.firstRange(of: "]("), let end = rest[close.upperBound...].firstIndex(of: ")") else {
          text.append(character)
          continue
        }
        flush()
        let words = html(String(rest[..<close.lowerBound]))
        let address = target(String(rest[close.upperBound..<end]))
        result += address.map { "<a href=\"\(Markup.escape($0))\">\(words)</a>" } ?? words
        rest = rest[rest.index(after: end)...]
      default: text.append(character)
      }
    }
    flush()
    return result + open.reversed().map { "</\($0)>" }.joined()
  }

  /// Markdown may have characters as HTML writes them, which stay; others are written so here.
  private static func escape(_ text: String) -> String {
    var text = text
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")] {
      text = text.replacing(entity, with: character)
    }
    return Markup.escape(text)
  }
}
