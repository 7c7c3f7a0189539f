import Architecture
import Inference
import Report
import PlainText

/// Whether a network is the same as the reference, layer by layer.
public struct VerificationReport: Sendable {
  private let verification: Verification
  private let weights: String
  private let path: String
  /// Who recorded the reference, where its file says so.
  private let reference: String?
  private let model: Model
  private let showsAll: Bool

  /// Rows that are shown before and behind the first layer that differs.
  private static let neighbours = (before: 2, behind: 3)

  /// - Parameters:
  ///   - model: of the network that was verified.
  ///   - weights: the path of the weight file.
  ///   - showsAll: whether texts for people show every layer, and not only those about the first that differs.
  public init(
    _ verification: Verification, of model: Model, weights: String, file: ActivationFile, showsAll: Bool = false
  ) {
    self.verification = verification
    self.model = model
    self.showsAll = showsAll
    self.weights = weights
    path = file.path
    reference = file.reference
  }

  public func text(_ format: Format, in language: Language = .english, canvas: Canvas = .plain) -> String {
    let verdict = language.text(verification.isSame ? "verify.same" : "verify.differs")
    let notes = notes(in: language)
    switch format {
    case .json: return document.json.text
    case .csv: return CSVTable.render(table(verification.comparisons, in: .english)).joined(separator: "\n") + "\n"
    case .markdown:
      var lines = ["**\(verdict)** \(summary(in: language))"]
      if !notes.isEmpty { lines += [""] + notes.map { "- \($0)" } }
      if !shown.isEmpty { lines += [""] + MarkdownTable.render(table(shown, in: language), language) }
      return lines.joined(separator: "\n") + "\n"
    case .table:
      var lines = ["\(canvas.style.bold(verdict))   \(summary(in: language))"]
      for note in notes { lines += Paragraph.wrap(note, width: canvas.width) }
      if !shown.isEmpty { lines += [""] + TerminalTable.lines(table(shown, in: language), language, canvas) }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  /// The layers that texts for people show: none where all are the same, else those about the first that differs.
  private var shown: ArraySlice<LayerComparison> {
    let all = verification.comparisons
    if showsAll { return all[...] }
    guard let first = all.firstIndex(where: { !verification.agrees($0) }) else { return [] }
    let (before, behind) = VerificationReport.neighbours
    return all[max(0, first - before)..<min(all.count, first + behind + 1)]
  }

  private func summary(in language: Language) -> String {
    let all = verification.comparisons.count
    let source = path.visible + (reference.map { " (\($0.visible))" } ?? "")
    let layers = language.text("verify.layers", count: all)
    guard let first = verification.first else {
      return language.text(
        verification.rounded.isEmpty ? "verify.all_same" : "verify.all_rounded",
        [
          "model": verification.model, "reference": source, "layers": layers,
          "tolerance": language.trimmed(verification.tolerance),
        ])
    }
    let differing = verification.comparisons.count { !verification.agrees($0) }
    return language.text(
      "verify.first", count: differing,
      ["model": verification.model, "reference": source, "layer": first.layer.name, "layers": layers])
  }

  /// What is to be said beside the table.
  private func notes(in language: Language) -> [String] {
    var notes = language.changes(of: model).map { [$0] } ?? []
    if let first = verification.first { notes += [difference(first, language)] + causes(first, language) }
    if let worst = verification.rounded.max(by: { $0.relative < $1.relative }), let rounding = worst.rounding {
      notes.append(
        language.text(
          "verify.rounded", count: verification.rounded.count,
          [
            "layer": worst.layer.name, "relative": language.significant(worst.relative),
            "rounding": language.significant(rounding), "tolerance": language.trimmed(verification.tolerance),
          ]))
    }
    for agreement in verification.agreements {
      let values: KeyValuePairs = [
        "layer": agreement.layer.name, "first": language.grouped(agreement.first),
        "images": language.grouped(agreement.images), "five": agreement.five.map(language.grouped) ?? "",
      ]
      notes.append(language.text(agreement.five == nil ? "verify.class" : "verify.classes", values))
    }
    for (key, names) in [("verify.unknown", verification.unknown), ("verify.unrecorded", verification.unrecorded)]
    where !names.isEmpty {
      notes.append(language.text(key, ["layers": VerificationReport.list(names, language)]))
    }
    let hidden = verification.comparisons.count - shown.count
    if hidden > 0 { notes.append(language.text("verify.hidden", count: hidden)) }
    return notes
  }

  private func difference(_ first: LayerComparison, _ language: Language) -> String {
    let name = first.layer.name
    guard first.hasSameShape else {
      let recorded = VerificationReport.shape(first.recordedShape.dropFirst())
      return language.text(
        "verify.other_shape", ["layer": name, "shape": first.layer.shape.description, "recorded": recorded])
    }
    if first.recordedNotFinite > 0 {
      return language.text(
        "verify.recorded_not_finite", ["layer": name, "count": language.grouped(first.recordedNotFinite)])
    }
    if first.notFinite > 0 {
      return language.text("verify.not_finite", ["layer": name, "count": language.grouped(first.notFinite)])
    }
    return language.text(
      "verify.off",
      [
        "layer": name, "largest": language.significant(first.largest),
        "relative": language.significant(first.relative), "place": VerificationReport.place(first, language),
      ])
  }

  private func causes(_ first: LayerComparison, _ language: Language) -> [String] {
    guard let diagnosis = verification.diagnosis else { return [] }
    let from =
      diagnosis.start.map { language.text("verify.from_layer", ["layer": $0.visible]) }
      ?? language.text("verify.from_input")
    let again = language.text(
      "verify.again", ["layers": VerificationReport.list(diagnosis.layers, language), "from": from])
    guard let best = diagnosis.causes.first else {
      let isUnlike = (first.cosine ?? 1).magnitude < 0.5 && !first.layer.parameters.isEmpty
      return [language.text("verify.no_cause", ["tried": String(diagnosis.tried), "again": again])]
        + (isUnlike ? [language.text("verify.unlike")] : [])
    }
    func cause(_ key: String, _ cause: Cause) -> String {
      language.text(key, ["layer": cause.layer.visible, "fault": cause.fault.sentence(in: language)])
    }
    let found = language.text(
      "verify.found",
      [
        "layer": first.layer.name, "remaining": language.significant(best.remaining), "again": again,
        "tried": String(diagnosis.tried),
      ])
    return [cause("verify.cause", best), found] + diagnosis.causes.dropFirst().map { cause("verify.other_cause", $0) }
  }

  private func table(_ comparisons: some Collection<LayerComparison>, in language: Language) -> Table {
    func column(
      _ id: String, _ key: String, _ alignment: Table.Alignment = .right, importance: Int
    ) -> Table.Column { Table.Column(id, language.text(key), alignment, importance: importance) }
    return Table(
      columns: [
        column("layer", "columns.layer", .left, importance: 100), column("kind", "columns.kind", .left, importance: 30),
        column("output", "columns.output", .left, importance: 60),
        column("max_absolute", "verify.max_absolute", importance: 80),
        column("max_relative", "verify.max_relative", importance: 90),
        column("cosine", "verify.cosine", importance: 50), column("place", "verify.largest_at", .left, importance: 40),
        Table.Column("verdict", "", .left, importance: 95),
      ],
      rows: comparisons.map { comparison in
        let isCompared = comparison.hasSameShape
        let verdict: Table.Cell =
          verification.agrees(comparison)
          ? .blank
          : isCompared
            ? .message("verify.differs", raw: "differs") : .message("verify.other_size", raw: "other size")
        return [
          .text(comparison.layer.name), .text(AnalysisColumn.words(comparison.layer.kind.name)),
          .text(comparison.layer.shape.description), isCompared ? .significant(comparison.largest) : .blank,
          isCompared ? .significant(comparison.relative) : .blank,
          comparison.cosine.map { .real($0, decimals: 6) } ?? .blank,
          isCompared ? .text(VerificationReport.indices(comparison.place)) : .blank, verdict,
        ]
      })
  }

  /// `[0, 3, 12, 7]`.
  private static func indices(_ place: [Int]) -> String {
    place.isEmpty ? "" : "[\(place.map(String.init).joined(separator: ", "))]"
  }

  /// `input 0, channel 3, row 12, column 7`.
  private static func place(_ comparison: LayerComparison, _ language: Language) -> String {
    let keys = ["verify.input", comparison.layer.shape.isVector ? "verify.unit" : "verify.channel"]
    let axes = comparison.layer.shape.extent.count == 1 ? ["verify.position"] : ["explain.row", "explain.column"]
    return zip(keys + axes, comparison.place).map { "\(language.text($0)) \($1)" }.joined(separator: ", ")
  }

  private static func shape(_ sizes: ArraySlice<Int>) -> String { sizes.map(String.init).joined(separator: "×") }

  /// At most ten names, and how many more there are.
  private static func list(_ names: [String], _ language: Language) -> String {
    let shown = names.prefix(10).map(\.visible).joined(separator: ", ")
    return names.count > 10
      ? language.text("verify.more", ["names": shown, "count": String(names.count - 10)]) : shown
  }

  public var document: VerificationDocument {
    VerificationDocument(
      model: verification.model, weights: weights, reference: path, recordedBy: reference, batch: verification.batch,
      tolerance: verification.tolerance, same: verification.isSame,
      firstDiffering: verification.first?.layer.name,
      diagnosis: verification.diagnosis.map(VerificationReport.document), layers: verification.comparisons.map(layer),
      classes: verification.agreements.map {
        VerificationDocument.Classes(layer: $0.layer.name, inputs: $0.images, top1: $0.first, top5: $0.five)
      }, unknownLayers: verification.unknown, unrecordedLayers: verification.unrecorded)
  }

  private static func document(_ diagnosis: Diagnosis) -> VerificationDocument.Diagnosis {
    VerificationDocument.Diagnosis(
      causes: diagnosis.causes.map {
        VerificationDocument.Cause(
          fault: $0.fault.word, layer: $0.layer,
          meaning: Language.english.text("verify.meaning", ["fault": $0.fault.sentence(in: .english)]),
          remaining: $0.remaining.finite)
      }, tried: diagnosis.tried, layers: diagnosis.layers, start: diagnosis.start ?? "input")
  }

  private func layer(_ comparison: LayerComparison) -> VerificationDocument.Layer {
    VerificationDocument.Layer(
      name: comparison.layer.name, recordedName: comparison.recordedName, output: comparison.layer.shape.dimensions,
      recordedOutput: Array(comparison.recordedShape.dropFirst()),
      same: verification.agrees(comparison), maxAbsolute: comparison.largest.finite,
      maxRelative: comparison.relative.finite, rounding: comparison.rounding, cosine: comparison.cosine?.finite,
      place: comparison.place,
      notFinite: comparison.notFinite, recordedNotFinite: comparison.recordedNotFinite)
  }
}
