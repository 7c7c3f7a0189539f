import Analysis
import Architecture
import Charts
import Report

/// The table of layers in HTML, whose rows the script sorts, filters and copies.
struct ExplorerTable {
  let profile: Profile
  /// With the layers that are there in training alone, which the script shows.
  let full: Profile
  let id: String
  let words: PageWords

  private var language: Language { words.language }

  /// The usual ones, and what the chosen convention counts.
  private static let columns = AnalysisColumn.all.filter { $0.isDefault || $0.id == "operations" }

  var html: String {
    let heads = Self.columns.map { column in
      "<th scope=\"col\" data-column=\"\(column.id)\"\(style(column))><button type=\"button\""
        + " data-text=\"columns.\(column.id)\">\(words.text("columns.\(column.id)"))</button></th>"
    }
    let own = Dictionary(uniqueKeysWithValues: profile.rows.map { ($0.layer.name, $0) })
    let rows = full.rows.map { row(own[$0.layer.name] ?? $0, isShown: own[$0.layer.name] != nil) }
    return """
      <section class="layers" id="layers-\(id)" tabindex="-1" \(words.label("html.layers"))>
      <table>
      <caption data-text="html.table_caption">\(words.text("html.table_caption"))</caption>
      <thead><tr>\(heads.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      <tfoot><tr>\(Self.columns.map(total).joined())</tr></tfoot>
      </table>
      </section>
      """
  }

  private func row(_ row: Profile.Row, isShown: Bool) -> String {
    let cells = Self.columns.map { column -> String in
      let cell = column.value(row)
      let text = cell.text(language)
      if column.id == "layer" {
        return "<th scope=\"row\"><button type=\"button\" tabindex=\"-1\" aria-pressed=\"false\">"
          + "\(Markup.escape(text))</button></th>"
      }
      return "<td\(style(column))>\(Markup.escape(text))</td>"
    }
    return
      "<tr class=\"\(FamilyShare(of: row.layer).style)\" data-kind=\"\(row.layer.kind.name)\"\(isShown ? "" : " hidden")>"
      + "\(cells.joined())</tr>"
  }

  private func total(_ column: AnalysisColumn) -> String {
    if column.id == "layer" { return "<th scope=\"row\" data-text=\"html.total\">\(words.text("html.total"))</th>" }
    if column.id == "kind" { return "<td></td>" }
    let places = [
      "parameters": "parameters", "macs": "macs", "operations": "operations", "activations": "peak-short",
    ]
    let place = places[column.id].map { " data-total=\"\($0)\"" } ?? ""
    return "<td\(style(column))\(place)>\(Markup.escape(column.total(profile, profile.totals).text(language)))</td>"
  }

  private func style(_ column: AnalysisColumn) -> String {
    let classes =
      (column.alignment == .right ? ["number"] : [])
      + (["parameters", "macs"].contains(column.id) ? ["bar"] : [])
      + (column.id == "operations" ? ["operations"] : [])
    return classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
  }
}
