import Analysis
import Architecture

/// The report as a comment for a pull request: the verdict, what changed and why, and the numbers before and after.
struct BudgetComment {
  let text: String

  /// Rows of the table of modules, and of that of layers.
  private static let mostRows = (parts: 12, layers: 60)

  init(_ report: BudgetReport, in language: Language) {
    var lines = ["## \(language.text("budget.title", ["verdict": report.verdict(in: language)]))"]
    for entry in report.entries { lines += BudgetComment.lines(of: entry, in: language) }
    text = lines.joined(separator: "\n") + "\n"
  }

  private static func lines(of entry: BudgetReport.Entry, in language: Language) -> [String] {
    let profile = entry.profile
    let mark = language.text(entry.passes ? "budget.passes" : "budget.fails")
    var lines = ["", "### \(MarkdownTable.escape(entry.title)): \(mark)", ""]
    let values: KeyValuePairs = [
      "input": profile.network.input.description, "batch": language.grouped(profile.options.batch),
      "type": profile.options.dataType.rawValue,
    ]
    lines.append(MarkdownTable.escape(language.text("budget.measured", values)))
    if let earlier = entry.earlier {
      for sentence in ChangeSentences(from: earlier, to: profile, entry.changes, in: language).sentences {
        lines += ["", "**\(MarkdownTable.escape(sentence))**"]
      }
    }
    if !entry.limits.isEmpty { lines += [""] + MarkdownTable.render(limits(entry, in: language), language) }
    guard let earlier = entry.earlier else { return lines }
    lines += [""] + MarkdownTable.render(changes(entry, in: language), language)
    let attribution = ChangeAttribution(from: earlier, to: profile)
    let parts = attribution.parts(of: .macs)
    if !parts.isEmpty { lines += [""] + MarkdownTable.render(table(of: parts, in: language), language) }
    let comparison = NetworkComparison(earlier, profile)
    guard !comparison.differing.isEmpty else { return lines }
    var table = comparison.table(in: language)
    let left = table.rows.count - mostRows.layers
    table.rows = Array(table.rows.prefix(mostRows.layers))
    lines += ["", "<details><summary>\(MarkdownTable.escape(comparison.title(in: language)))</summary>", ""]
    lines += MarkdownTable.render(table, language)
    if left > 0 { lines += ["", language.text("budget.more_layers", count: left)] }
    return lines + ["", "</details>"]
  }

  private static func limits(_ entry: BudgetReport.Entry, in language: Language) -> Table {
    Table(
      columns: [
        Table.Column("quantity", language.text("budget.quantity"), .left),
        Table.Column("value", language.text("budget.value")), Table.Column("limit", language.text("budget.limit")),
        Table.Column("used", language.text("budget.used")),
        Table.Column("result", language.text("budget.result"), .left),
      ],
      rows: entry.limits.map(BudgetLine.init).map { line in
        [
          .text(line.quantityText(in: language)), .text(line.valueText(in: language)),
          .text(line.limitText(in: language)), line.usedCell,
          .text(language.text(line.passes ? "budget.passes" : "budget.fails")),
        ]
      })
  }

  private static func changes(_ entry: BudgetReport.Entry, in language: Language) -> Table {
    Table(
      columns: [
        Table.Column("quantity", language.text("budget.quantity"), .left),
        Table.Column("before", language.text("budget.before")), Table.Column("after", language.text("budget.after")),
        Table.Column("change", language.text("budget.change")),
        Table.Column("limit", language.text("budget.limit")),
        Table.Column("result", language.text("budget.result"), .left),
      ],
      rows: entry.changes.map(BudgetLine.init).map { line in
        [
          .text(line.quantityText(in: language)), .text(line.text(line.asked, in: language)),
          .text(line.valueText(in: language)), .text(line.changeText(in: language)),
          .text(line.limitText(in: language)),
          .text(language.text(line.passes ? "budget.passes" : "budget.fails")),
        ]
      })
  }

  /// The modules and layers that account for the change, and what is left of it.
  private static func table(of parts: [ChangeAttribution.Part], in language: Language) -> Table {
    func signed(_ number: Int) -> Table.Cell {
      .text(number > 0 ? "+\(language.grouped(number))" : language.grouped(number))
    }
    var rows: [[Table.Cell]] = parts.prefix(mostRows.parts).map { part in
      [
        .text(part.name), signed(part.macs), signed(part.parameters), .text(ChangeSentences.text(part, in: language)),
      ]
    }
    let rest = parts.dropFirst(mostRows.parts)
    if !rest.isEmpty {
      rows.append([
        .text(language.text("budget.more_parts", count: rest.count)), signed(rest.reduce(0) { $0 + $1.macs }),
        signed(rest.reduce(0) { $0 + $1.parameters }), .blank,
      ])
    }
    return Table(
      columns: [
        Table.Column("part", language.text("columns.part"), .left), Table.Column("macs", language.text("columns.macs")),
        Table.Column("parameters", language.text("columns.parameters")),
        Table.Column("why", language.text("budget.why"), .left),
      ], rows: rows)
  }
}
