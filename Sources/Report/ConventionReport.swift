import Analysis
import Architecture

/// The totals of every counting convention side by side, each with the reasons for which it is another.
public struct ConventionReport: Sendable {
  private let profile: Profile
  private let differences: [ConventionDifference]

  /// - Throws: `SizeError` where a tool's total passes `Limits.operations`.
  public init(of profile: Profile) throws(SizeError) {
    self.profile = profile
    var differences: [ConventionDifference] = []
    for convention in Convention.allCases { differences.append(try ConventionDifference(convention, in: profile)) }
    self.differences = differences
  }

  public func text(in language: Language = .english, canvas: Canvas = .plain) -> String {
    let model = profile.network.model
    var lines = [canvas.style.bold(language.title(of: model))]
    if let changes = language.changes(of: model) { lines += Paragraph.wrap(changes, width: canvas.width) }
    lines += Paragraph.wrap(
      language.text("conventions.about", ["macs": language.grouped(profile.totals.macs)]), width: canvas.width)
    return (lines + [""] + TerminalTable.lines(table(in: language), language, canvas)).joined(separator: "\n") + "\n"
  }

  private func table(in language: Language) -> Table {
    Table(
      columns: [
        Table.Column("tool", language.text("conventions.tool"), .left, importance: 100),
        Table.Column("total", language.text("conventions.total"), importance: 90),
        Table.Column("unit", "", .left, importance: 80),
        Table.Column("reason", language.text("conventions.reason"), .left, importance: 95, wraps: true),
      ],
      rows: differences.map { difference in
        [
          .text(difference.convention.rawValue), .count(difference.total),
          .text(difference.convention.unit.rawValue), .text(reason(difference, language)),
        ]
      })
  }

  /// `two for each MAC; + 1,186,816 for biases; does not know lrn`.
  private func reason(_ difference: ConventionDifference, _ language: Language) -> String {
    var reasons = difference.convention.unit == .flops ? [language.text("conventions.two")] : []
    for part in difference.parts {
      let what =
        switch part.reason {
        case .biases: language.text("conventions.biases")
        case .kind(let kind): AnalysisColumn.words(kind)
        }
      let key = part.operations > 0 ? "conventions.more" : "conventions.fewer"
      reasons.append(language.text(key, ["operations": language.grouped(abs(part.operations)), "what": what]))
    }
    if !difference.unknown.isEmpty {
      let kinds = difference.unknown.map(AnalysisColumn.words).joined(separator: ", ")
      reasons.append(language.text("conventions.unknown", ["kinds": kinds]))
    }
    return reasons.isEmpty ? language.text("conventions.same") : reasons.joined(separator: "; ")
  }
}
