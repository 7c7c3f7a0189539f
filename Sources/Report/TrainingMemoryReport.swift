import Analysis

/// What the memory of a step of training consists of, and how it grows with the batch.
public struct TrainingMemoryReport: JoinedReport {
  private let profile: Profile
  private let memory: TrainingMemory

  /// - Parameter profile: for training.
  public init(_ profile: Profile, optimizer: Optimizer) {
    self.profile = profile
    memory = TrainingMemory(of: profile, optimizer: optimizer)
  }

  /// Batches whose memory is told.
  private var batches: [(batch: Int, bytes: Int)] {
    Set((0...8).map { 1 << $0 } + [memory.batch]).sorted().compactMap { batch in
      memory.total(batch: batch).map { (batch, $0) }
    }
  }

  private func parts(in language: Language) -> Table {
    let bytes = profile.options.dataType.bytes
    let (fixed, images) = (" · \(bytes) B", memory.batch == 1 ? "" : "\(language.grouped(memory.batch)) · ")
    let count = profile.totals.parameters
    func row(_ key: String, _ formula: String, _ value: Int) -> [Table.Cell] {
      [.message(key, raw: String(key.dropFirst("training.".count))), .text(formula), .bytes(value)]
    }
    return Table(
      columns: [
        Table.Column("part", language.text("training.part"), .left),
        Table.Column("formula", language.text("training.formula"), .left),
        Table.Column("bytes", language.text("training.memory")),
      ],
      rows: [
        row("training.parameters", language.grouped(count.total) + fixed, memory.parameters),
        row("training.parameter_gradients", language.grouped(count.trainable) + fixed, memory.parameterGradients),
        row(
          "training.optimizer_state", "\(memory.optimizer.numbers) · " + language.grouped(count.trainable) + fixed,
          memory.optimizerState),
        row("training.activations", images + language.bytes(memory.activations / memory.batch), memory.activations),
        row(
          "training.activation_gradients", images + language.bytes(memory.activationGradients / memory.batch),
          memory.activationGradients),
      ], footer: [.message("columns.total", raw: "total"), .blank, .bytes(memory.total)])
  }

  private func batchTable(in language: Language) -> Table {
    Table(
      columns: [
        Table.Column("batch", language.text("training.batch")), Table.Column("bytes", language.text("training.memory")),
      ], rows: batches.map { [.count($0.batch), .bytes($0.bytes)] })
  }

  private func head(in language: Language) -> String {
    language.text(
      "training.setting",
      [
        "model": language.translation(of: profile.network.model.title), "input": profile.network.input.description,
        "batch": language.grouped(memory.batch), "type": profile.options.dataType.rawValue,
        "optimizer": memory.optimizer.rawValue,
      ])
  }

  private func notes(in language: Language) -> [String] {
    [
      language.text(
        "training.sum",
        [
          "fixed": language.bytes(memory.fixed), "image": language.bytes(memory.perImage), "layer": memory.peakLayer,
        ]), language.text("training.assumed"),
    ]
  }

  public func text(_ format: Format, in language: Language = .english, canvas: Canvas = .plain) -> String {
    switch format {
    case .table:
      var lines = Paragraph.wrap(head(in: language), width: canvas.width) + [""]
      lines += TerminalTable.lines(parts(in: language), language, canvas) + [""]
      lines += TerminalTable.lines(batchTable(in: language), language, canvas) + [""]
      lines += notes(in: language).flatMap { Paragraph.wrap($0, width: canvas.width) }
      return lines.joined(separator: "\n") + "\n"
    case .markdown:
      var lines = [head(in: language), ""]
      lines += MarkdownTable.render(parts(in: language), language) + [""]
      lines += MarkdownTable.render(batchTable(in: language), language) + [""]
      return (lines + notes(in: language)).joined(separator: "\n") + "\n"
    case .csv, .json: return TrainingMemoryReport.joined([self], format, in: language)
    }
  }

  public var csvTable: Table {
    let parts = parts(in: .english)
    let model = profile.network.model.name
    return Table(
      columns: [Table.Column("model", Language.english.text("list.model"), .left)] + parts.columns,
      rows: parts.rows.map { [.text(model)] + $0 })
  }

  public var document: TrainingMemoryDocument {
    TrainingMemoryDocument(
      model: profile.network.model.name, input: profile.network.input.dimensions,
      dataType: profile.options.dataType.rawValue, optimizer: memory.optimizer.rawValue, batch: memory.batch,
      parameters: memory.parameters, parameterGradients: memory.parameterGradients,
      optimizerState: memory.optimizerState, activations: memory.activations,
      activationGradients: memory.activationGradients, total: memory.total, peakLayer: memory.peakLayer,
      batches: batches.map { TrainingMemoryDocument.Batch(batch: $0.batch, total: $0.bytes) })
  }

  public var json: JSON { document.json }
}
