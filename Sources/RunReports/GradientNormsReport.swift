import Inference
import Report

/// How large the gradient of the loss is at every layer, in words, as JSON and as a chart's curves.
public struct GradientNormsReport {
  public let norms: GradientNorms

  public init(_ norms: GradientNorms) { self.norms = norms }

  private var hasAuxiliaries: Bool { norms.losses.count > 1 }

  private func summary(in language: Language) -> [String] {
    let scheme = norms.scheme == .glorot ? "Glorot" : "He"
    let losses = norms.losses.map { "\($0.layer) \(language.significant($0.loss))" }.joined(separator: ", ")
    return [
      language.text(
        "gradients.setting",
        ["model": norms.model, "scheme": scheme, "seed": String(norms.seed), "batch": String(norms.batch)]),
      language.text("gradients.losses", ["losses": losses]),
    ]
  }

  private func table(in language: Language) -> Table {
    var columns = [
      Table.Column("layer", language.text("columns.layer"), .left, importance: 4),
      Table.Column("kind", language.text("columns.kind"), .left, importance: 1),
      Table.Column(
        "output", language.text(hasAuxiliaries ? "gradients.output_with" : "gradients.output"), importance: 3),
    ]
    if hasAuxiliaries {
      columns.append(Table.Column("output_without", language.text("gradients.output_without"), importance: 3))
    }
    columns.append(
      Table.Column(
        "weights", language.text(hasAuxiliaries ? "gradients.weights_with" : "gradients.weights"), importance: 2))
    if hasAuxiliaries {
      columns.append(Table.Column("weights_without", language.text("gradients.weights_without"), importance: 2))
    }
    let rows = norms.rows.map { row in
      func cell(_ number: Double?) -> Table.Cell { number.map { .significant($0) } ?? .blank }
      return [.text(row.layer), .text(row.kind), cell(row.output)]
        + (hasAuxiliaries ? [cell(row.outputWithout)] : []) + [cell(row.weights)]
        + (hasAuxiliaries ? [cell(row.weightsWithout)] : [])
    }
    return Table(columns: columns, rows: rows)
  }

  public func text(_ format: Format, in language: Language = .english, canvas: Canvas = .plain) -> String {
    switch format {
    case .table:
      let lines = TerminalTable.lines(table(in: language), language, canvas)
      let notes = summary(in: language) + [language.text("gradients.columns")]
      return (lines + [""] + notes.map { "  " + $0 }).joined(separator: "\n") + "\n"
    case .markdown: return MarkdownTable.render(table(in: language), language).joined(separator: "\n") + "\n"
    case .csv: return CSVTable.render(table(in: .english)).joined(separator: "\n") + "\n"
    case .json: return document.json.text
    }
  }

  /// The curves of a chart: of the gradients with respect to outputs.
  ///
  /// - Returns: the layers' names, and the names and numbers of one curve, or of two where there are auxiliary classifiers.
  public func curves(in language: Language) -> (layers: [String], curves: [(name: String, values: [Double])]) {
    let with = (language.text(hasAuxiliaries ? "gradients.with" : "gradients.output"), norms.rows.map(\.output))
    let without = (language.text("gradients.without"), norms.rows.map(\.outputWithout))
    return (norms.rows.map(\.layer), hasAuxiliaries ? [with, without] : [with])
  }

  public func title(in language: Language) -> String {
    language.text("gradients.title", ["model": norms.model, "scheme": norms.scheme == .glorot ? "Glorot" : "He"])
  }

  public func description(in language: Language) -> String {
    summary(in: language).joined(separator: " ")
  }

  public var document: GradientNormsDocument {
    GradientNormsDocument(
      model: norms.model, scheme: norms.scheme.rawValue, seed: Int(clamping: norms.seed), batch: norms.batch,
      auxiliaryWeight: norms.auxiliaryWeight,
      losses: norms.losses.map { GradientNormsDocument.Loss(layer: $0.layer, loss: $0.loss.finite) },
      layers: norms.rows.map { row in
        GradientNormsDocument.Layer(
          name: row.layer, kind: row.kind, output: row.output.finite, outputWithout: row.outputWithout.finite,
          weights: row.weights?.finite, weightsWithout: row.weightsWithout?.finite,
          weightLength: row.weightLength?.finite)
      })
  }
}
