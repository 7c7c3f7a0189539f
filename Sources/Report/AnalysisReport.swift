import Analysis
import Architecture

/// The analysis of one network, written in any of the formats.
public struct AnalysisReport: JoinedReport {
  public let profile: Profile
  public let columns: [AnalysisColumn]
  /// How many modules inside each other tables show; nil for every layer.
  public let depth: Int?
  /// Which rows tables show.
  public let selection: RowSelection

  /// - Parameter columns: nil for the standard ones.
  public init(
    _ profile: Profile, columns: [AnalysisColumn]? = nil, depth: Int? = nil, selection: RowSelection = RowSelection()
  ) {
    self.profile = profile
    self.depth = depth
    self.selection = selection
    self.columns = columns ?? AnalysisColumn.standard(for: profile)
  }

  package func table(in language: Language) -> Table {
    if selection.isTotals { return totalsTable(in: language) }
    let all = entries
    let entries = selection.chosen(all, of: profile)
    let totals = profile.totals
    var rows = entries.map { $0.cells(columns, of: profile) }
    if entries.count < all.count {
      var shown = KindTotals(kind: "shown")
      for index in entries.flatMap(\.rows) { shown.add(profile.rows[index]) }
      rows.append(labelled(columns.map { $0.sum(shown) }, .message("columns.shown", raw: "shown")))
    }
    let footer = columns.map { $0.total(profile, totals) }
    return Table(
      columns: columns.map { $0.column(in: language) }, rows: rows,
      footer: labelled(footer, .message("columns.total", raw: "total")))
  }

  /// Sums with what they are of in front, where the column of kinds, which says it, is not among those chosen.
  private func labelled(_ cells: [Table.Cell], _ label: Table.Cell) -> [Table.Cell] {
    cells.first == .blank && !cells.contains(label) ? [label] + cells.dropFirst() : cells
  }

  /// Sums alone: of convolutions, fully connected layers and the rest, then of all.
  private func totalsTable(in language: Language) -> Table {
    let totals = profile.totals
    let summed = columns.filter { $0.id != "kind" && $0.total(profile, totals) != .blank }
    func row(_ sum: KindTotals) -> [Table.Cell] { [AnalysisColumn.kind(sum)] + summed.map { $0.sum(sum) } }
    let footer = [AnalysisColumn.kind(totals)] + summed.map { $0.total(profile, totals) }
    return Table(
      columns: [Table.Column("part", language.text("columns.part"), .left, importance: 100)]
        + summed.map { $0.column(in: language) },
      rows: profile.byFamily.filter { $0.layers > 0 }.map(row), footer: footer)
  }

  /// Every layer, or each module of the asked-for depth.
  private var entries: [RowSelection.Entry] {
    guard let depth else {
      return profile.rows.indices.map { RowSelection.Entry(rows: $0..<$0 + 1) }
    }
    return Folding(of: profile, depth: depth).parts.map { part in
      RowSelection.Entry(rows: part.rows, module: part.module == nil ? nil : part)
    }
  }

  /// What else is to be said, one sentence each.
  func notes(in language: Language) -> [String] {
    let memory = profile.memory
    let totals = profile.totals
    var notes = [
      language.text(
        profile.options.mode == .training ? "analysis.memory_in_training" : "analysis.memory",
        [
          "total": language.bytes(memory.total), "peak": language.bytes(memory.peak), "layer": profile.peakLayer.name,
          "parameters": language.bytes(profile.parameterBytes),
          "outputs": language.bytes(memory.peak - memory.peakGradients),
          "gradients": language.bytes(memory.peakGradients),
        ])
    ]
    if totals.parameters.fixed > 0 {
      notes.append(
        language.text(
          "analysis.fixed",
          [
            "trainable": language.grouped(totals.parameters.trainable),
            "fixed": language.grouped(totals.parameters.fixed),
          ]))
    }
    if profile.options.convention != .zoo {
      notes.append(
        language.text(
          "analysis.convention",
          [
            "tool": profile.options.convention.rawValue, "operations": language.grouped(totals.operations),
            "unit": profile.options.convention.unit.rawValue,
          ]))
    }
    notes += UncountedText.notes(of: profile, in: language)
    if let row = profile.firstBeyondImage {
      notes.append(language.text("analysis.beyond_image", ["layer": row.layer.name]))
    }
    if let row = profile.rows.first(where: { !$0.field.isAligned }) {
      notes.append(language.text("analysis.misaligned", ["layer": row.layer.name]))
    }
    if !profile.auxiliaries.isEmpty {
      let key = profile.options.mode == .inference ? "analysis.auxiliaries_left_out" : "analysis.auxiliaries_counted"
      notes.append(
        language.text(key, count: profile.auxiliaries.count, ["names": language.chain(profile.auxiliaries)]))
    }
    return notes
  }

  /// What was analyzed: `input 3×227×227, inference, batch 1, float32`.
  private func setting(in language: Language) -> String {
    let options = profile.options
    return language.text(
      "analysis.setting",
      [
        "input": profile.network.input.description, "mode": language.text("analysis.\(options.mode.rawValue)"),
        "batch": String(options.batch), "type": options.dataType.rawValue,
      ])
  }

  /// Shares of convolutions, fully connected layers and the rest; the rest only where it is not nothing.
  private func families(in language: Language, _ value: (KindTotals) -> Int) -> [(label: String, value: Int)] {
    zip(FamilyShare.allCases, profile.byFamily).filter { $0 != .rest || value($1) > 0 }.map {
      (language.text("analysis.\($0.rawValue)"), value($1))
    }
  }

  /// The text in a format, with a line feed at its end.
  public func text(_ format: Format, in language: Language = .english, canvas: Canvas = .plain) -> String {
    switch format {
    case .table: terminal(language, canvas)
    case .markdown: markdown(language)
    case .json, .csv: AnalysisReport.joined([self], format, in: language)
    }
  }

  /// A row for each layer, or with the totals for each sum, behind the network's name.
  public var csvTable: Table {
    var columns = [Table.Column("model", "model", .left)]
    var rows: [[Table.Cell]]
    if selection.isTotals {
      let totals = totalsTable(in: .english)
      columns += totals.columns
      // A peak is no sum.
      rows =
        totals.rows
        + [totals.footer ?? []].map { footer in
          zip(totals.columns, footer).map { column, cell in
            column.id == "activations" ? .bytes(profile.totals.activationBytes) : cell
          }
        }
    } else {
      columns += self.columns.map { $0.column(in: .english) }
      rows = selection.chosen(entries, of: profile).map { $0.cells(self.columns, of: profile) }
    }
    rows = rows.map { [.text(profile.network.model.name)] + $0 }
    return Table(columns: columns, rows: rows)
  }

  private func terminal(_ language: Language, _ canvas: Canvas) -> String {
    let style = canvas.style
    let model = profile.network.model
    let (title, setting) = (language.title(of: model), setting(in: language))
    let fits = canvas.width.map { TerminalTable.columns(of: "\(title)   \(setting)") <= $0 } ?? true
    var lines = fits ? [style.bold(title) + "   " + setting] : [style.bold(title), "  " + setting]
    if let changes = language.changes(of: model) { lines += Paragraph.wrap(changes, width: canvas.width) }
    let reference = language.translation(of: model.reference)
    let source = [
      language.translation(of: model.paper),
      reference.isEmpty ? "" : language.text("analysis.as_in", ["reference": reference]),
    ].filter { !$0.isEmpty }
    lines += source.flatMap { Paragraph.wrap($0, width: canvas.width) }.map(style.dim)
    lines.append("")
    let (table, dropped) = TerminalTable.render(
      table(in: language), language, canvas)
    lines += table + [""]
    let names = [language.text("columns.parameters"), language.text("columns.macs")]
    let width = names.map(TerminalTable.columns).max() ?? 0
    let titles = names.map { $0 + String(repeating: " ", count: width - TerminalTable.columns(of: $0)) }
    lines += Bars.render(titles[0], families(in: language) { $0.parameters.total }, language, canvas)
    lines += Bars.render(titles[1], families(in: language) { $0.macs }, language, canvas) + [""]
    lines += notes(in: language).flatMap { Paragraph.wrap($0, width: canvas.width) }
    if !dropped.isEmpty {
      let advice = language.text("analysis.narrow", ["columns": dropped.joined(separator: ", ")])
      lines += Paragraph.wrap(advice, width: canvas.width).map(style.dim)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func markdown(_ language: Language) -> String {
    let model = profile.network.model
    func translated(_ text: String) -> String { MarkdownTable.escape(language.translation(of: text)) }
    var lines = ["# \(MarkdownTable.escape(language.title(of: model)))", ""]
    if let changes = language.changes(of: model) { lines.append("- \(MarkdownTable.escape(changes))") }
    if !model.paper.isEmpty { lines.append("- \(language.text("analysis.paper", ["paper": translated(model.paper)]))") }
    if !model.reference.isEmpty {
      lines.append("- \(language.text("analysis.reference", ["reference": translated(model.reference)]))")
    }
    lines.append("- \(language.text("analysis.analyzed", ["setting": setting(in: language)]))")
    lines += notes(in: language).map { "- \(MarkdownTable.escape($0.prefix(1).uppercased() + $0.dropFirst()))" }
    if !model.deviations.isEmpty {
      lines += ["", language.text("page.deviations"), ""] + model.deviations.map { "- \(translated($0))" }
    }
    lines += [""] + MarkdownTable.render(familyTable(in: language), language)
    lines += [""] + MarkdownTable.render(table(in: language), language)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Parameters and operations of convolutions, fully connected layers and the rest, with shares.
  private func familyTable(in language: Language) -> Table {
    let totals = profile.totals
    let share = language.text("page.share")
    let columns = [
      Table.Column("kind", "", .left), Table.Column("parameters", language.text("columns.parameters")),
      Table.Column("share", share), Table.Column("macs", language.text("columns.macs")), Table.Column("share", share),
      Table.Column("flops", language.text("columns.flops")), Table.Column("share", share),
    ]
    func row(_ name: Table.Cell, _ part: KindTotals) -> [Table.Cell] {
      [
        name, .count(part.parameters.total), .percent(part.parameters.total, of: totals.parameters.total),
        .count(part.macs), .percent(part.macs, of: totals.macs), .count(part.flops),
        .percent(part.flops, of: totals.flops),
      ]
    }
    let rows = zip(FamilyShare.allCases, profile.byFamily).map {
      row(.message("analysis.\($0.rawValue)", raw: $0.rawValue), $1)
    }
    return Table(columns: columns, rows: rows, footer: row(.message("columns.total", raw: "total"), totals))
  }
}
