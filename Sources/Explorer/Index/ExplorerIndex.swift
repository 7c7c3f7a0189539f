import Charts
import Report

/// A page from which the pages of many networks are picked: a scatter of two of their quantities, and a list.
public struct ExplorerIndex {
  let networks: [ListDocument.Model]
  let words: PageWords

  /// - Parameter networks: each has its page beside this one, `NAME.html`.
  public init(_ networks: [ListDocument.Model], language: Language = .english) {
    self.networks = networks
    words = PageWords(language: language)
  }

  private static let script = String(decoding: PackageResources.index_js, as: UTF8.self)
  private static let style =
    ExplorerPage.palettes + String(decoding: PackageResources.index_css, as: UTF8.self)

  /// The file's text, with a line feed at its end.
  public var text: String {
    let language = words.language
    let count = language.grouped(networks.count)
    return """
      <!DOCTYPE html>
      <html lang="\(language.code)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" \
      content="\(ContentSecurity.policy(script: Self.script, style: Self.style))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <link rel="icon" href="data:,">
      <title>\(words.text("html.index"))</title>
      <style>\(Self.style)</style>
      </head>
      <body>
      <header>
      <h1>\(words.text("html.index"))</h1>
      <p>\(Markup.escape(language.text("html.index_introduction", ["count": count])))</p>
      </header>
      <main>
      <section class="scatter" aria-label="\(words.text("html.index"))">
      <p>\(select("across", "html.index_across", chosen: "macs")) \(select("up", "html.index_up", chosen: "top1"))</p>
      <svg role="group" aria-label="\(words.text("html.index"))"></svg>
      </section>
      \(list)
      </main>
      <script type="application/json" id="data">\(ScriptText.escape(data.compactText))</script>
      <script>\(Self.script)</script>
      </body>
      </html>

      """
  }

  /// The quantities that can be drawn, with their titles.
  private static let quantities = [
    ("parameters", "html.parameters"), ("macs", "html.macs"), ("field", "html.index_field"),
    ("top1", "html.index_accuracy"),
  ]

  private func select(_ name: String, _ key: String, chosen: String) -> String {
    let options = Self.quantities.map { quantity, title in
      "<option value=\"\(quantity)\"\(quantity == chosen ? " selected" : "")>\(words.text(title))</option>"
    }
    return "<label>\(words.text(key)) <select class=\"\(name)\">\(options.joined())</select></label>"
  }

  private var list: String {
    let rows = networks.map { model -> String in
      let cells = [
        words.language.grouped(model.parameters), words.language.grouped(model.macs),
        model.field.map(words.language.grouped) ?? "", best(model).map { "\($0)" } ?? "",
      ]
      return
        "<tr><th scope=\"row\"><a href=\"\(Markup.escape(model.name)).html\">\(Markup.escape(model.title))</a></th>"
        + cells.map { "<td>\(Markup.escape($0))</td>" }.joined() + "</tr>"
    }
    let heads = (["html.index_name"] + Self.quantities.map(\.1)).map { "<th scope=\"col\">\(words.text($0))</th>" }
    return """
      <table>
      <thead><tr>\(heads.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      """
  }

  /// The highest accuracy of weights that are published.
  private func best(_ model: ListDocument.Model) -> Double? { model.weights.map(\.top1).max() }

  private var data: JSON {
    .array(
      networks.map { model in
        .object([
          ("name", .string(model.name)), ("title", .string(model.title)), ("family", .string(model.family)),
          ("parameters", .integer(model.parameters)), ("macs", .integer(model.macs)),
          ("field", .optional(model.field, JSON.integer)), ("top1", .optional(best(model), JSON.real)),
        ])
      })
  }
}
