import Analysis
import Architecture

/// The analysis of one network, written in any of the formats.
public struct AnalysisReport: Sendable {
  public let profile: Profile
  public let columns: [AnalysisColumn]

  /// - Parameter columns: nil for the standard ones.
  public init(_ profile: Profile, columns: [AnalysisColumn]? = nil) {
    self.profile = profile
    self.columns = columns ?? AnalysisColumn.standard(for: profile)
  }

  package var table: Table {
    var footer = columns.map { $0.total(profile) }
    // Where the column of kinds, which says it, is not among those chosen.
    if footer.first == .blank, !footer.contains(.text("total")) { footer[0] = .text("total") }
    return Table(
      columns: columns.map(\.column), rows: profile.rows.map { row in columns.map { $0.value(row) } }, footer: footer)
  }

  /// What else is to be said, one sentence each.
  var notes: [String] {
    let memory = profile.memory
    let totals = profile.totals
    var notes = [
      "activations \(Numbers.bytes(memory.total)) in all, \(Numbers.bytes(memory.peak)) at once, at "
        + "\(profile.peakLayer.name); parameters \(Numbers.bytes(profile.parameterBytes))"
    ]
    if totals.parameters.fixed > 0 {
      notes.append(
        "\(Numbers.grouped(totals.parameters.trainable)) parameters are trainable, "
          + "\(Numbers.grouped(totals.parameters.fixed)) are fixed")
    }
    if profile.options.convention != .zoo {
      notes.append(
        "counted as \(profile.options.convention.rawValue) does: \(Numbers.grouped(totals.operations)) "
          + "\(profile.options.convention.unit.rawValue)")
    }
    if let row = profile.firstBeyondImage {
      notes.append("the receptive field is first larger than the image at \(row.layer.name)")
    }
    if let row = profile.rows.first(where: { !$0.field.isAligned }) {
      notes.append("the branches that meet at \(row.layer.name) are not aligned: their fields have different centres")
    }
    let names = profile.auxiliaries.joined(separator: " and ")
    if !names.isEmpty {
      let isOne = profile.auxiliaries.count == 1
      let auxiliaries = isOne ? "auxiliary classifier \(names) is" : "auxiliary classifiers \(names) are"
      notes.append(
        profile.options.mode == .inference
          ? "\(auxiliaries) left out in inference; --mode training counts \(isOne ? "it" : "them")"
          : "\(auxiliaries) counted, as in training")
    }
    return notes
  }

  /// What was analyzed: `input 3×227×227, inference, batch 1, float32`.
  var setting: String {
    let options = profile.options
    return "input \(profile.network.input), \(options.mode.rawValue), batch \(options.batch), "
      + options.dataType.rawValue
  }

  /// Shares of convolutions, fully connected layers and the rest; the rest only where it is not nothing.
  func families(_ value: (KindTotals) -> Int) -> [(label: String, value: Int)] {
    profile.byFamily.map { ($0.kind, value($0)) }.filter { $0.label != "rest" || $0.value > 0 }
  }

  /// The text in a format, with a line feed at its end.
  public func text(_ format: Format, canvas: Canvas = .plain) -> String {
    switch format {
    case .table: terminal(canvas)
    case .markdown: markdown
    case .json: json.text
    case .csv: csv
    }
  }

  /// The layers, then a line each for convolutions, fully connected layers, the rest, and all; these have no layer name.
  private var csv: String {
    var table = table
    let sums = profile.byFamily + [profile.totals]
    table.rows += sums.map { sum in columns.map { $0.sum(sum) } }
    return CSVTable.render(table).joined(separator: "\n") + "\n"
  }

  private func terminal(_ canvas: Canvas) -> String {
    let style = canvas.style
    let model = profile.network.model
    var lines = [style.bold(model.title) + "   " + setting]
    let source = [model.paper, model.reference.isEmpty ? "" : "as in \(model.reference)"].filter { !$0.isEmpty }
    lines += source.flatMap { Paragraph.wrap($0, width: canvas.width) }.map(style.dim)
    lines.append("")
    let (table, dropped) = TerminalTable.render(table, width: canvas.width, style: style)
    lines += table + [""]
    lines += Bars.render("parameters", families { $0.parameters.total }, canvas)
    lines += Bars.render("MACs      ", families { $0.macs }, canvas) + [""]
    lines += notes.flatMap { Paragraph.wrap($0, width: canvas.width) }
    if !dropped.isEmpty {
      let advice = "too narrow for: \(dropped.joined(separator: ", ")); choose with --columns, or pipe to a file"
      lines += Paragraph.wrap(advice, width: canvas.width).map(style.dim)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var markdown: String {
    let model = profile.network.model
    var lines = ["# \(MarkdownTable.escape(model.title))", ""]
    if !model.paper.isEmpty { lines.append("- Paper: \(MarkdownTable.escape(model.paper))") }
    if !model.reference.isEmpty { lines.append("- Reference: \(MarkdownTable.escape(model.reference))") }
    lines.append("- Analyzed: \(setting)")
    lines += notes.map { "- \(MarkdownTable.escape($0.prefix(1).uppercased() + $0.dropFirst()))" }
    if !model.deviations.isEmpty {
      lines += ["", "How it differs from the paper:", ""] + model.deviations.map { "- \(MarkdownTable.escape($0))" }
    }
    lines += [""] + MarkdownTable.render(familyTable) + [""] + MarkdownTable.render(table)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Parameters and operations of convolutions, fully connected layers and the rest, with shares.
  private var familyTable: Table {
    let totals = profile.totals
    let columns = [
      Table.Column("kind", "", .left), Table.Column("parameters", "parameters"), Table.Column("share", "share"),
      Table.Column("macs", "MACs"), Table.Column("share", "share"), Table.Column("flops", "FLOPs"),
      Table.Column("share", "share"),
    ]
    func row(_ part: KindTotals) -> [Table.Cell] {
      [
        .text(part.kind), .count(part.parameters.total),
        .text(Numbers.percent(part.parameters.total, of: totals.parameters.total)),
        .count(part.macs), .text(Numbers.percent(part.macs, of: totals.macs)),
        .count(part.flops), .text(Numbers.percent(part.flops, of: totals.flops)),
      ]
    }
    return Table(columns: columns, rows: profile.byFamily.map(row), footer: row(totals))
  }
}
