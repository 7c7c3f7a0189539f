import Analysis
import Architecture

/// The networks of the zoo in a table.
public struct ModelList: Sendable {
  public let document: ListDocument

  public init(_ models: [ListDocument.Model]) { document = ListDocument(models: models) }

  private func table(in language: Language) -> Table {
    func column(
      _ id: String, _ alignment: Table.Alignment = .right, importance: Int, wraps: Bool = false
    ) -> Table.Column {
      Table.Column(id, language.text("list.\(id)"), alignment, importance: importance, wraps: wraps)
    }
    let models = document.models
    return Table(
      columns: [
        column("model", .left, importance: 100), column("family", .left, importance: 55),
        column("input", .left, importance: 80), column("parameters", importance: 90), column("macs", importance: 85),
        column("layers", importance: 30), column("field", importance: 65), column("top1", importance: 75),
        column("top5", importance: 40), column("aliases", .left, importance: 35, wraps: true),
        column("title", .left, importance: 50, wraps: true), column("reference", .left, importance: 70, wraps: true),
      ],
      rows: models.indices.map { index in
        let model = models[index]
        let isFirst = index == 0 || models[index - 1].family != model.family
        func percent(_ number: Double?) -> Table.Cell { number.map { .real($0, decimals: 2) } ?? .blank }
        return [
          .text(model.name), isFirst ? .text(model.family) : .hidden(model.family),
          .text(model.input.map(String.init).joined(separator: "×")), .count(model.parameters), .count(model.macs),
          .count(model.layers), model.field.map { .count($0) } ?? .blank, percent(model.best?.top1),
          percent(model.best?.top5), .text(model.aliases.joined(separator: " ")),
          .text(language.translation(of: model.title)), .text(language.translation(of: model.reference)),
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
}

extension ListDocument.Model {
  /// What the list says of a network.
  public init(_ profile: Profile, family: String, aliases: [String]) {
    let model = profile.network.model
    self.init(
      name: model.name, family: family, aliases: aliases, title: model.title, paper: model.paper,
      reference: model.reference, input: profile.network.input.dimensions, layers: profile.rows.count,
      parameters: profile.totals.parameters.total, macs: profile.totals.macs,
      field: profile.lastWindowed?.windowedField.axes.map(\.size).max(),
      weights: model.weights.map {
        ListDocument.Weights(name: $0.name, top1: $0.top1, top5: $0.top5, size: $0.size, source: $0.source)
      })
  }
}
