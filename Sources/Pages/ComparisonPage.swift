import Analysis
import Charts
import Report

/// A page that sets networks side by side: a picture, the totals, and the layers in which they differ.
public struct ComparisonPage: Sendable {
  private let profiles: [Profile]
  private let language: Language

  /// - Parameter profiles: two or more.
  public init(_ profiles: [Profile], in language: Language) {
    self.profiles = profiles
    self.language = language
  }

  /// The page, named after the networks, and its picture.
  public var files: [ReportFile] {
    let names = profiles.map(\.network.model.name)
    let slug = Slugs.make(["compare-" + names.joined(separator: "-")])[0]
    let title = language.text("charts.compare_title", ["models": language.list(names)])
    var page = MarkdownPage(path: "\(slug).md", title: title)
    page.picture(slug, CompareChart(profiles: profiles, language: language).svg, title)
    let columns =
      [Table.Column("quantity", language.text("page.quantity"), .left)] + names.map { Table.Column($0, $0) }
    func row(_ name: String, _ value: (Profile) -> Table.Cell) -> [Table.Cell] { [.text(name)] + profiles.map(value) }
    let rows = [
      row(language.text("page.input")) { .text($0.network.input.description) },
      row(language.text("page.layer_count")) { .count($0.rows.count) },
      row(language.text("charts.parameters")) { .count($0.totals.parameters.total) },
      row(language.text("charts.macs")) { .count($0.totals.macs) },
      row("FLOP") { .count($0.totals.flops) },
      row(language.text("charts.peak_memory")) { .bytes($0.memory.peak) },
      row(language.text("charts.parameter_memory")) { .bytes($0.parameterBytes) },
    ]
    page.table(Table(columns: columns, rows: rows), language)
    for other in profiles.dropFirst() {
      let pairs = LayerAlignment(profiles[0].rows, other.rows).pairs
      let differing = pairs.filter { !$0.isSame }
      page.heading("\(names[0]) · \(other.network.model.name)")
      page.paragraph(
        language.text(
          "page.layers_differ", count: differing.count, ["same": language.grouped(pairs.count - differing.count)]))
      guard !differing.isEmpty else { continue }
      let columns = [
        Table.Column("first", names[0], .left), Table.Column("first_shape", language.text("columns.output"), .left),
        Table.Column("second", other.network.model.name, .left),
        Table.Column("second_shape", language.text("columns.output"), .left),
      ]
      func cells(_ row: Profile.Row?) -> [Table.Cell] {
        guard let layer = row?.layer else { return [.text("—"), .blank] }
        return [.text("\(layer.name): \(LayerAlignment.arguments(of: layer))"), .text(layer.shape.description)]
      }
      page.table(Table(columns: columns, rows: differing.map { cells($0.first) + cells($0.second) }), language)
    }
    return page.files
  }
}
