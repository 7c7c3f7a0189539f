import Architecture
import Inference
import Report
internal import PlainText

/// Whether a network is the same as the reference, layer by layer.
public struct VerificationReport: Sendable {
  private let verification: Verification
  private let weights: String
  private let path: String
  /// Who recorded the reference, where its file says so.
  private let reference: String?

  /// - Parameter weights: the path of the weight file.
  public init(_ verification: Verification, weights: String, file: ActivationFile) {
    self.verification = verification
    self.weights = weights
    path = file.path
    reference = file.reference
  }

  public func text(_ format: Format, canvas: Canvas = .plain) -> String {
    switch format {
    case .json: return document.json.text
    case .csv: return CSVTable.render(table).joined(separator: "\n") + "\n"
    case .markdown:
      let lines = ["**\(verdict)** \(summary)", ""] + notes.flatMap { ["- \($0)"] } + (notes.isEmpty ? [] : [""])
      return (lines + MarkdownTable.render(table)).joined(separator: "\n") + "\n"
    case .table:
      var lines = ["\(canvas.style.bold(verdict))   \(summary)"]
      for note in notes { lines += Paragraph.wrap(note, width: canvas.width) }
      return (lines + [""] + TerminalTable.lines(table, canvas)).joined(separator: "\n") + "\n"
    }
  }

  private var verdict: String { verification.isSame ? "the same" : "differs" }

  private var summary: String {
    let all = verification.comparisons.count
    let source = path.visible + (reference.map { " (\($0.visible))" } ?? "")
    let layers = all == 1 ? "1 layer" : "\(all) layers"
    guard let first = verification.first else {
      return "\(verification.model) and \(source): \(layers), each within "
        + "\(Numbers.trimmed(verification.tolerance)) of its largest number"
    }
    let differing = verification.comparisons.count { !$0.agrees(within: verification.tolerance) }
    return "\(verification.model) and \(source): \(first.layer.name) is the first of \(differing) of \(layers) that "
      + (differing == 1 ? "differs" : "differ")
  }

  /// What is to be said beside the table.
  private var notes: [String] {
    var notes: [String] = []
    if let first = verification.first { notes += difference(first) + causes(first) }
    for agreement in verification.agreements {
      let images = Numbers.grouped(agreement.images)
      notes.append(
        "classes of \(agreement.layer.name): the best is the same for \(Numbers.grouped(agreement.first)) of \(images)"
          + (agreement.five.map { ", the best five for \(Numbers.grouped($0))" } ?? ""))
    }
    if !verification.unknown.isEmpty {
      notes.append("not in the network: \(VerificationReport.list(verification.unknown))")
    }
    if !verification.unrecorded.isEmpty {
      notes.append("not in the reference: \(VerificationReport.list(verification.unrecorded))")
    }
    return notes
  }

  private func difference(_ first: LayerComparison) -> [String] {
    let name = first.layer.name
    guard first.hasSameShape else {
      return [
        "\(name) is \(first.layer.shape) here, and \(VerificationReport.shape(first.recordedShape.dropFirst())) in the reference"
      ]
    }
    if first.recordedNotFinite > 0 {
      return ["\(name): \(Numbers.grouped(first.recordedNotFinite)) numbers of the reference are NaN or infinite"]
    }
    if first.notFinite > 0 {
      return [
        "\(name): \(Numbers.grouped(first.notFinite)) numbers are NaN or infinite, and none of the reference's is; "
          + "'zoo weights check' looks for such weights"
      ]
    }
    return [
      "\(name) is off by \(Numbers.significant(first.largest)), \(Numbers.significant(first.relative)) of the largest "
        + "number, at \(VerificationReport.place(first))"
    ]
  }

  private func causes(_ first: LayerComparison) -> [String] {
    guard let diagnosis = verification.diagnosis else { return [] }
    let from = diagnosis.start.map { "the reference's output of \($0.visible)" } ?? "the input"
    let again = "\(VerificationReport.list(diagnosis.layers)) computed again from \(from)"
    guard let best = diagnosis.causes.first else {
      let isUnlike = (first.cosine ?? 1).magnitude < 0.5 && !first.layer.parameters.isEmpty
      return ["no cause found: none of \(diagnosis.tried) usual faults makes it fit (\(again) with each)"]
        + (isUnlike ? ["the two outputs have nothing in common: probably the weights are others"] : [])
    }
    var lines = [
      "likely cause: at \(best.layer.visible) the reference \(best.fault.sentence)",
      "found by trying: so changed, \(first.layer.name) is within \(Numbers.significant(best.remaining)) "
        + "(\(again) with \(diagnosis.tried) changes)",
    ]
    for other in diagnosis.causes.dropFirst() {
      lines.append("or: at \(other.layer.visible) the reference \(other.fault.sentence)")
    }
    return lines
  }

  private var table: Table {
    let columns = [
      Table.Column("layer", "layer", .left, importance: 100), Table.Column("kind", "kind", .left, importance: 30),
      Table.Column("output", "output", .left, importance: 60), Table.Column("max_absolute", "max abs", importance: 80),
      Table.Column("max_relative", "relative", importance: 90), Table.Column("cosine", "cosine", importance: 50),
      Table.Column("place", "largest at", .left, importance: 40), Table.Column("verdict", "", .left, importance: 95),
    ]
    return Table(
      columns: columns,
      rows: verification.comparisons.map { comparison in
        let isCompared = comparison.hasSameShape
        return [
          .text(comparison.layer.name), .text(AnalysisColumn.words(comparison.layer.kind.name)),
          .text(comparison.layer.shape.description),
          isCompared ? .shown(Numbers.significant(comparison.largest), raw: "\(comparison.largest)") : .blank,
          isCompared ? .shown(Numbers.significant(comparison.relative), raw: "\(comparison.relative)") : .blank,
          comparison.cosine.map { .real($0, decimals: 6) } ?? .blank,
          isCompared ? .text(VerificationReport.indices(comparison.place)) : .blank,
          .text(comparison.agrees(within: verification.tolerance) ? "" : isCompared ? "differs" : "other size"),
        ]
      })
  }

  /// `[0, 3, 12, 7]`.
  private static func indices(_ place: [Int]) -> String {
    place.isEmpty ? "" : "[\(place.map(String.init).joined(separator: ", "))]"
  }

  /// `input 0, channel 3, row 12, column 7`.
  private static func place(_ comparison: LayerComparison) -> String {
    let words = ["input", comparison.layer.shape.isVector ? "unit" : "channel"]
    let axes = comparison.layer.shape.extent.count == 1 ? ["position"] : ["row", "column"]
    return zip(words + axes, comparison.place).map { "\($0) \($1)" }.joined(separator: ", ")
  }

  private static func shape(_ sizes: ArraySlice<Int>) -> String { sizes.map(String.init).joined(separator: "×") }

  /// At most ten names, and how many more there are.
  private static func list(_ names: [String]) -> String {
    let more = names.count > 10 ? " and \(names.count - 10) more" : ""
    return names.prefix(10).map(\.visible).joined(separator: ", ") + more
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
          fault: $0.fault.word, layer: $0.layer, meaning: "the reference \($0.fault.sentence)",
          remaining: $0.remaining.finite)
      }, tried: diagnosis.tried, layers: diagnosis.layers, start: diagnosis.start ?? "input")
  }

  private func layer(_ comparison: LayerComparison) -> VerificationDocument.Layer {
    VerificationDocument.Layer(
      name: comparison.layer.name, recordedName: comparison.recordedName, output: comparison.layer.shape.dimensions,
      recordedOutput: Array(comparison.recordedShape.dropFirst()),
      same: comparison.agrees(within: verification.tolerance), maxAbsolute: comparison.largest.finite,
      maxRelative: comparison.relative.finite, cosine: comparison.cosine?.finite, place: comparison.place,
      notFinite: comparison.notFinite, recordedNotFinite: comparison.recordedNotFinite)
  }
}
