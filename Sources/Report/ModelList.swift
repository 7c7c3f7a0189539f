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

  private var table: Table {
    Table(
      columns: [
        Table.Column("model", "model", .left, importance: 100), Table.Column("input", "input", .left, importance: 80),
        Table.Column("parameters", "parameters", importance: 90), Table.Column("macs", "MACs", importance: 85),
        Table.Column("layers", "layers", importance: 30),
        Table.Column("aliases", "also called", .left, importance: 60),
        Table.Column("title", "title", .left, importance: 50),
        Table.Column("reference", "as in", .left, importance: 20),
      ],
      rows: entries.map { entry in
        let model = entry.profile.network.model
        return [
          .text(model.name), .text(entry.profile.network.input.description),
          .count(entry.profile.totals.parameters.total), .count(entry.profile.totals.macs),
          .count(entry.profile.rows.count), .text(entry.aliases.joined(separator: " ")), .text(model.title),
          .text(model.reference),
        ]
      })
  }

  public func text(_ format: Format, canvas: Canvas = .plain) -> String {
    let lines =
      switch format {
      case .table: TerminalTable.lines(table, canvas)
      case .markdown: MarkdownTable.render(table)
      case .csv: CSVTable.render(table)
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
