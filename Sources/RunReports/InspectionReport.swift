import Report
import Weights
internal import PlainText

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
  private let dialect: Dialect
  private let size: Int
  private let remarks: [String]
  private let entries: [Entry]

  public init(_ file: WeightFile, _ entries: [Entry]) {
    path = file.path
    dialect = file.dialect
    size = file.size
    remarks = file.remarks
    self.entries = entries
  }

  private var hasStatistics: Bool { entries.contains { $0.statistics != nil } }

  private var table: Table {
    var columns = [
      Table.Column("name", "tensor", .left, importance: 100), Table.Column("layer", "layer", .left, importance: 40),
      Table.Column("part", "part", .left, importance: 50), Table.Column("shape", "shape", .left, importance: 90),
      Table.Column("type", "type", .left, importance: 85), Table.Column("storage", "storage", .left, importance: 60),
      Table.Column("count", "numbers", importance: 70),
    ]
    if hasStatistics {
      columns += ["min", "max", "mean", "std"].map { Table.Column($0, $0, importance: 80) }
      columns += [
        Table.Column("zeros", "zeros", importance: 55), Table.Column("nan", "NaN", importance: 75),
        Table.Column("inf", "Inf", importance: 74), Table.Column("sha256", "sha256", .left, importance: 30),
      ]
    }
    return Table(columns: columns, rows: entries.map(row))
  }

  private func row(_ entry: Entry) -> [Table.Cell] {
    let tensor = entry.tensor
    let endian = tensor.isBigEndian && tensor.type.bytes > 1 ? ", big-endian" : ""
    var cells: [Table.Cell] = [
      .text(tensor.path.visible), .text(tensor.layer.visible), .text(tensor.part.rawValue),
      .text(tensor.shape.isEmpty ? "scalar" : tensor.shape.map(String.init).joined(separator: "×")),
      .text(tensor.type.rawValue + endian), .text(tensor.storage), .count(tensor.count),
    ]
    if hasStatistics, let statistics = entry.statistics {
      let finite = statistics.finite > 0
      cells += [
        finite ? .text(Numbers.significant(statistics.minimum)) : .blank,
        finite ? .text(Numbers.significant(statistics.maximum)) : .blank,
        statistics.mean.map { .text(Numbers.significant($0)) } ?? .blank,
        statistics.deviation.map { .text(Numbers.significant($0)) } ?? .blank,
        .count(statistics.zeros), .count(statistics.notNumbers), .count(statistics.infinities),
        entry.sha256.map { .text($0) } ?? .blank,
      ]
    }
    return cells
  }

  public func text(_ format: Format, canvas: Canvas = .plain) -> String {
    switch format {
    case .json: return document.json.text
    case .csv: return CSVTable.render(table).joined(separator: "\n") + "\n"
    case .markdown: return MarkdownTable.render(table).joined(separator: "\n") + "\n"
    case .table:
      let numbers = entries.reduce(0) { $0 + $1.tensor.count }
      var lines = [
        canvas.style.bold(path.visible) + "   \(dialect.title), kernels \(dialect.layout.rawValue)",
        "  \(entries.count) tensors, \(Numbers.grouped(numbers)) numbers, a file of \(Numbers.bytes(size))", "",
      ]
      let (table, dropped) = TerminalTable.render(table, width: canvas.width, style: canvas.style)
      lines += table
      if !remarks.isEmpty { lines.append("") }
      lines += remarks.map { "  \($0.visible)" }
      if !dropped.isEmpty { lines.append(canvas.style.dim("  too narrow for: \(dropped.joined(separator: ", "))")) }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  public var document: InspectionDocument {
    InspectionDocument(
      file: path, bytes: size, dialect: dialect.rawValue, layout: dialect.layout.rawValue, remarks: remarks,
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
