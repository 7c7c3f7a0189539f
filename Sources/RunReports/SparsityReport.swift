import Analysis
import Report
import Weights

/// How many of a network's weights are zero, and how many multiplications are left without them.
public struct SparsityReport: Sendable {
  private struct Row {
    let name: String
    let entry: Sparsity.Entry
    let macs: Int
    /// Nil where not every weight is used equally often.
    let effectiveMacs: Int?
  }

  private let model: String
  private let path: String
  private let rows: [Row]

  public init(_ file: WeightFile, _ sparsity: Sparsity, _ profile: Profile) {
    model = profile.network.model.name
    path = file.path
    let entries = Dictionary(sparsity.entries.map { ($0.layer, $0) }, uniquingKeysWith: { first, _ in first })
    rows = profile.rows.compactMap { row in
      guard let entry = entries[row.layer.name] else { return nil }
      return Row(
        name: row.layer.name, entry: entry, macs: row.arithmetic.multiplyAdds,
        effectiveMacs: SparsityReport.effective(entry, macs: row.arithmetic.multiplyAdds))
    }
  }

  /// macs / weights · nonzero: each weight is used at every position, so that one that is zero saves as many multiply–adds
  /// as there are positions.
  private static func effective(_ entry: Sparsity.Entry, macs: Int) -> Int? {
    guard entry.weights > 0, macs.isMultiple(of: entry.weights) else { return nil }
    let (product, overflow) = (macs / entry.weights).multipliedReportingOverflow(by: entry.nonzero)
    return overflow ? nil : product
  }

  private var weights: Int { rows.reduce(0) { $0 + $1.entry.weights } }
  private var nonzero: Int { rows.reduce(0) { $0 + $1.entry.nonzero } }
  private var macs: Int { rows.reduce(0) { $0 + $1.macs } }
  /// Nil where that of a layer is not known.
  private var effectiveMacs: Int? {
    rows.reduce(0 as Int?) { sum, row in sum.flatMap { sum in row.effectiveMacs.map { sum + $0 } } }
  }

  private func table(in language: Language) -> Table {
    func column(_ id: String, _ alignment: Table.Alignment = .right, importance: Int) -> Table.Column {
      Table.Column(id, language.text("sparsity.\(id)"), alignment, importance: importance)
    }
    let columns = [
      column("layer", .left, importance: 100), column("weights", importance: 60), column("zeros", importance: 80),
      column("share", importance: 95), column("zero_outputs", importance: 75), column("zero_inputs", importance: 70),
      column("macs", importance: 65), column("effective_macs", importance: 90),
    ]
    func share(_ zeros: Int, of weights: Int) -> Table.Cell {
      weights == 0 ? .blank : .text(language.percent(zeros, of: weights))
    }
    return Table(
      columns: columns,
      rows: rows.map { row in
        let entry = row.entry
        return [
          .text(row.name), .count(entry.weights), .count(entry.zeros), share(entry.zeros, of: entry.weights),
          .text("\(language.grouped(entry.zeroOutputs)) / \(language.grouped(entry.outputs))"),
          .text("\(language.grouped(entry.zeroInputs)) / \(language.grouped(entry.inputs))"), .count(row.macs),
          row.effectiveMacs.map { .count($0) } ?? .text(language.text("columns.unknown")),
        ]
      },
      footer: [
        .text(language.text("columns.total")), .count(weights), .count(weights - nonzero),
        share(weights - nonzero, of: weights), .blank, .blank, .count(macs),
        effectiveMacs.map { .count($0) } ?? .text(language.text("columns.unknown")),
      ])
  }

  public func text(_ format: Format, in language: Language = .english, canvas: Canvas = .plain) -> String {
    switch format {
    case .json: return document.json.text
    case .csv: return CSVTable.render(csvTable).joined(separator: "\n") + "\n"
    case .markdown:
      let lines = MarkdownTable.render(table(in: language), language) + ["", language.text("sparsity.note")]
      return lines.joined(separator: "\n") + "\n"
    case .table:
      var lines = [canvas.style.bold(model) + "   " + path.visible, ""]
      lines += TerminalTable.lines(table(in: language), language, canvas)
      lines += [""] + Paragraph.wrap(language.text("sparsity.note"), width: canvas.width)
      return lines.joined(separator: "\n") + "\n"
    }
  }

  private var csvTable: Table {
    let columns = [
      "layer", "weights", "zeros", "outputs", "zero_outputs", "inputs", "zero_inputs", "macs", "effective_macs",
    ]
    return Table(
      columns: columns.map { Table.Column($0, $0) },
      rows: rows.map { row in
        let entry = row.entry
        let counts = [
          entry.weights, entry.zeros, entry.outputs, entry.zeroOutputs, entry.inputs, entry.zeroInputs, row.macs,
        ]
        return [.text(row.name)] + counts.map { .count($0) } + [row.effectiveMacs.map { .count($0) } ?? .blank]
      })
  }

  public var document: SparsityDocument {
    SparsityDocument(
      model: model, file: path, weights: weights, zeros: weights - nonzero, macs: macs, effectiveMacs: effectiveMacs,
      layers: rows.map { row in
        SparsityDocument.Layer(
          name: row.name, weights: row.entry.weights, zeros: row.entry.zeros, outputs: row.entry.outputs,
          zeroOutputs: row.entry.zeroOutputs, inputs: row.entry.inputs, zeroInputs: row.entry.zeroInputs,
          macs: row.macs, effectiveMacs: row.effectiveMacs)
      })
  }
}
