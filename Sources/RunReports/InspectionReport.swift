import Report
import Weights
import PlainText

/// What a weight file holds, tensor by tensor.
public struct InspectionReport: Sendable {
  /// A tensor, and where asked what its numbers amount to.
  public struct Entry: Sendable {
    let tensor: WeightTensor
    let statistics: NumberStatistics?
    /// Of the tensor's bytes as stored, in hexadecimal.
    let sha256: String?

    public init(_ tensor: WeightTensor, statistics: NumberStatistics? = nil, sha256: String? = nil) {
      self.tensor = tensor
      self.statistics = statistics
      self.sha256 = sha256
    }
  }

  private let path: String
  private let weightFormat: WeightFormat
  private let size: Int
  private let remarks: [Phrase]
  private let entries: [Entry]

  public init(_ file: WeightFile, _ entries: [Entry]) {
    path = file.path
    weightFormat = file.format
    size = file.size
    remarks = file.remarks
    self.entries = entries
  }

  private var hasStatistics: Bool { entries.contains { $0.statistics != nil } }

  private func table(in language: Language) -> Table {
    func column(_ id: String, _ alignment: Table.Alignment = .right, importance: Int) -> Table.Column {
      Table.Column(id, language.text("inspection.\(id)"), alignment, importance: importance)
    }
    var columns = [
      column("name", .left, importance: 100), column("layer", .left, importance: 40),
      column("part", .left, importance: 50), column("shape", .left, importance: 90),
      column("type", .left, importance: 85), column("storage", .left, importance: 60),
      column("count", importance: 70),
    ]
    if hasStatistics {
      columns += ["min", "max", "mean", "std"].map { column($0, importance: 80) }
      columns += [
        column("zeros", importance: 55), column("nan", importance: 75),
        column("inf", importance: 74), column("sha256", .left, importance: 30),
      ]
    }
    return Table(columns: columns, rows: entries.map(row))
  }

  private func row(_ entry: Entry) -> [Table.Cell] {
    let tensor = entry.tensor
    let endian = tensor.isBigEndian && tensor.type.bytes > 1 ? ", big-endian" : ""
    var cells: [Table.Cell] = [
      .text(tensor.path.visible), .text(tensor.layer.visible), .text(tensor.part.rawValue),
      tensor.shape.isEmpty
        ? .message("inspection.scalar", raw: "scalar")
        : .text(tensor.shape.map(String.init).joined(separator: "×")),
      .text(tensor.type.rawValue + endian), .text(tensor.storage), .count(tensor.count),
    ]
    if hasStatistics, let statistics = entry.statistics {
      let finite = statistics.finite > 0
      cells += [
        finite ? .significant(statistics.minimum) : .blank,
        finite ? .significant(statistics.maximum) : .blank,
        statistics.mean.map { .significant($0) } ?? .blank,
        statistics.deviation.map { .significant($0) } ?? .blank,
        .count(statistics.zeros), .count(statistics.notNumbers), .count(statistics.infinities),
        entry.sha256.map { .text($0) } ?? .blank,
      ]
    }
    return cells
  }

  public func text(_ format: Format, in language: Language = .english, canvas: Canvas = .plain) -> String {
    switch format {
    case .json: return document.json.text
    case .csv: return CSVTable.render(table(in: .english)).joined(separator: "\n") + "\n"
    case .markdown: return MarkdownTable.render(table(in: language), language).joined(separator: "\n") + "\n"
    case .table:
      let numbers = entries.reduce(0) { $0 + $1.tensor.count }
      let head = language.text(
        "inspection.layout", ["format": weightFormat.title, "layout": weightFormat.layout.rawValue])
      let summary = language.text(
        "inspection.summary", count: entries.count,
        ["numbers": language.grouped(numbers), "size": language.bytes(size)])
      var lines = [canvas.style.bold(path.visible) + "   " + head, "  " + summary, ""]
      let (table, dropped) = TerminalTable.render(
        table(in: language), language, canvas)
      lines += table
      if !remarks.isEmpty { lines.append("") }
      lines += remarks.map { "  \(language.spoken($0).visible)" }
      if !dropped.isEmpty {
        let note = language.text("terminal.narrow", ["columns": dropped.joined(separator: ", ")])
        lines.append(canvas.style.dim("  " + note))
      }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  public var document: InspectionDocument {
    InspectionDocument(
      file: path, bytes: size, format: weightFormat.rawValue, layout: weightFormat.layout.rawValue,
      remarks: remarks.map(\.description),
      tensors: entries.map(InspectionReport.tensor))
  }

  private static func tensor(_ entry: Entry) -> InspectionDocument.Tensor {
    let tensor = entry.tensor
    let statistics = entry.statistics
    return InspectionDocument.Tensor(
      name: tensor.path, layer: tensor.layer, part: tensor.part.rawValue, shape: tensor.shape,
      type: tensor.type.rawValue, bigEndian: tensor.isBigEndian, storage: tensor.storage, count: tensor.count,
      min: statistics.map { $0.finite > 0 ? $0.minimum : nil },
      max: statistics.map { $0.finite > 0 ? $0.maximum : nil },
      mean: statistics.map(\.mean), std: statistics.map(\.deviation), zeros: statistics?.zeros,
      nan: statistics?.notNumbers, inf: statistics?.infinities, sha256: entry.sha256)
  }
}
