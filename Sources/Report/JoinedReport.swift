/// A report of one network, of which several are written together: as one table of CSV, or one list of JSON.
public protocol JoinedReport: Sendable {
  /// The facts of one.
  var json: JSON { get }
  /// Rows that say of which network they are.
  var csvTable: Table { get }
  /// The text of one for people.
  func text(_ format: Format, in language: Language, canvas: Canvas) -> String
}

extension JoinedReport {
  /// The text of several reports: JSON is a list and CSV a table, of one report too; texts for people follow each other.
  public static func joined(
    _ reports: [Self], _ format: Format, in language: Language = .english, canvas: Canvas = .plain
  ) -> String {
    switch format {
    case .json: return JSON.array(reports.map(\.json)).text
    case .csv:
      let tables = reports.map(\.csvTable)
      let table = Table(columns: tables.first?.columns ?? [], rows: tables.flatMap(\.rows))
      return CSVTable.render(table).joined(separator: "\n") + "\n"
    case .table, .markdown:
      return reports.map { $0.text(format, in: language, canvas: canvas) }.joined(separator: "\n")
    }
  }
}
