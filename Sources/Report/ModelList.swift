import Analysis

/// The networks of the zoo in a table.
public struct ModelList: Sendable {
  public struct Entry: Sendable {
    let profile: Profile
    let aliases: [String]

    public init(profile: Profile, aliases: [String]) {
      self.profile = profile
      self.aliases = aliases
    }
  }

  private let entries: [Entry]

  public init(_ entries: [Entry]) { self.entries = entries }

  private func table(in language: Language) -> Table {
    func title(_ id: String) -> String { language.text("list.\(id)") }
    return Table(
      columns: [
        Table.Column("model", title("model"), .left, importance: 100),
        Table.Column("input", title("input"), .left, importance: 80),
        Table.Column("parameters", title("parameters"), importance: 90),
        Table.Column("macs", title("macs"), importance: 85),
        Table.Column("layers", title("layers"), importance: 30),
        Table.Column("aliases", title("aliases"), .left, importance: 40, wraps: true),
        Table.Column("title", title("title"), .left, importance: 60, wraps: true),
        Table.Column("reference", title("reference"), .left, importance: 70, wraps: true),
      ],
      rows: entries.map { entry in
        let model = entry.profile.network.model
        return [
          .text(model.name), .text(entry.profile.network.input.description),
          .count(entry.profile.totals.parameters.total), .count(entry.profile.totals.macs),
          .count(entry.profile.rows.count), .text(entry.aliases.joined(separator: " ")),
          .text(language.translation(of: model.title)),
          .text(language.translation(of: model.reference)),
        ]
      })
  }

  public func text(_ format: Format, in language: Language = .english, canvas: Canvas = .plain) -> String {
    let lines =
      switch format {
      case .table: TerminalTable.lines(table(in: language), language, canvas)
      case .markdown: MarkdownTable.render(table(in: language), language)
      case .csv: CSVTable.render(table(in: .english))
      case .json: [String(document.json.text.dropLast())]
      }
    return lines.joined(separator: "\n") + "\n"
  }

  public var document: ListDocument {
    ListDocument(
      models: entries.map { entry in
        let model = entry.profile.network.model
        return ListDocument.Model(
          name: model.name, aliases: entry.aliases, title: model.title, paper: model.paper, reference: model.reference,
          input: entry.profile.network.input.dimensions, layers: entry.profile.rows.count,
          parameters: entry.profile.totals.parameters.total, macs: entry.profile.totals.macs)
      })
  }
}
