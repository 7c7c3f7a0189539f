import Analysis
import Charts
import Report

/// The index of several networks: a table of all, and a picture of their sizes.
struct IndexPage {
  private let reports: Reports
  private let language: Language

  init(_ reports: Reports) {
    self.reports = reports
    language = reports.language
  }

  var files: [ReportFile] {
    var page = MarkdownPage(path: "README.md", title: language.text("index.title"))
    page.paragraph(translations)
    page.paragraph(language.text("index.introduction", count: reports.entries.count))
    if reports.hasGuide { page.list(["[\(language.text("index.guide"))](guide/README.md)"]) }
    page.picture(
      "models", ModelMap(profiles: reports.entries.map(\.profile), language: language).svg,
      language.text("charts.map_title"))
    page.table(table, language)
    page.list(
      reports.links.filter { $0.hasSuffix("robustness.md") }.map { "[\(language.text("index.robustness"))](\($0))" })
    return page.files
  }

  private var translations: String {
    reports.translations.map { "[\($0.language.name)](\($0.folder)/README.md)" }.joined(separator: " · ")
  }

  private var table: Table {
    let rows = zip(reports.entries, reports.slugs).map { entry, slug -> [Table.Cell] in
      let totals = entry.profile.totals
      return [
        .link(entry.model.name, to: "\(slug).md"), .text(language.title(of: entry.model)),
        .text(entry.profile.network.input.description), .count(totals.parameters.total), .count(totals.macs),
        .bytes(entry.profile.parameterBytes), .bytes(entry.profile.memory.peak), .count(entry.profile.rows.count),
      ]
    }
    return Table(
      columns: [
        Table.Column("model", language.text("index.model"), .left),
        Table.Column("title", language.text("index.network"), .left),
        Table.Column("input", language.text("index.input"), .left),
        Table.Column("parameters", language.text("charts.parameters")),
        Table.Column("macs", language.text("charts.macs")),
        Table.Column("parameter_memory", language.text("charts.parameter_memory")),
        Table.Column("peak_memory", language.text("charts.peak_memory")),
        Table.Column("layers", language.text("index.layers")),
      ], rows: rows)
  }
}
