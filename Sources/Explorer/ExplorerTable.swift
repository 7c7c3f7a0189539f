import Analysis
import Architecture
import Charts
import Report

/// The table of layers in HTML, whose rows the script sorts, filters and copies.
struct ExplorerTable {
  let profile: Profile
  let id: String
  let language: Language
  private let mostParameters: Int

  init(profile: Profile, id: String, language: Language) {
    self.profile = profile
    self.id = id
    self.language = language
    mostParameters = max(1, profile.rows.map(\.parameters.total).max() ?? 0)
  }

  private var columns: [AnalysisColumn] { AnalysisColumn.all.filter(\.isDefault) }

  var html: String {
    let columns = columns
    let heads = columns.map { column in
      "<th scope=\"col\" data-column=\"\(column.id)\"\(style(column))>"
        + "<button type=\"button\">\(Markup.escape(language.text("columns.\(column.id)")))</button></th>"
    }
    return """
      <section class="layers" id="layers-\(id)" tabindex="-1" aria-label="\(Markup.escape(language.text("html.layers")))">
      <table>
      <caption>\(Markup.escape(language.text("html.table_caption")))</caption>
      <thead><tr>\(heads.joined())</tr></thead>
      <tbody>
      \(profile.rows.map { row($0, columns) }.joined(separator: "\n"))
      </tbody>
      <tfoot><tr>\(columns.map(total).joined())</tr></tfoot>
      </table>
      </section>
      """
  }

  private func row(_ row: Profile.Row, _ columns: [AnalysisColumn]) -> String {
    let share = Double(row.parameters.total) / Double(mostParameters)
    let cells = columns.map { column -> String in
      let cell = column.value(row)
      let text = cell.text(language)
      let raw = cell.raw == text ? "" : " data-raw=\"\(Markup.escape(cell.raw))\""
      if column.id == "layer" {
        return "<th scope=\"row\"><button type=\"button\" tabindex=\"-1\" aria-pressed=\"false\">"
          + "\(Markup.escape(text))</button></th>"
      }
      let bar = column.id == "parameters" ? " data-share=\"\(SVG.number(share))\"" : ""
      return "<td\(style(column))\(raw)\(bar)>\(Markup.escape(text))</td>"
    }
    return
      "<tr class=\"\(FamilyShare(of: row.layer).style)\" data-kind=\"\(row.layer.kind.name)\">\(cells.joined())</tr>"
  }

  private func total(_ column: AnalysisColumn) -> String {
    if column.id == "layer" { return "<th scope=\"row\">\(Markup.escape(language.text("html.total")))</th>" }
    if column.id == "kind" { return "<td></td>" }
    let places = ["macs": "macs", "activations": "peak-short"]
    let place = places[column.id].map { " data-total=\"\($0)\"" } ?? ""
    return "<td\(style(column))\(place)>\(Markup.escape(column.total(profile, profile.totals).text(language)))</td>"
  }

  private func style(_ column: AnalysisColumn) -> String {
    let classes =
      (column.alignment == .right ? ["number"] : [])
      + (["parameters", "macs"].contains(column.id) ? ["bar"] : [])
    return classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
  }
}
