/// A table that `Scripts/record_lesson.py` wrote, which is part of the program: what the program computed and takes too long while
/// reports are written.
struct RecordedTable: Sendable {
  /// A row, by the titles of the columns.
  typealias Row = [String: String]

  let rows: [Row]

  /// - Parameter bytes: CSV, of which no cell has quotes or commas, and whose first line has the titles.
  init(_ bytes: [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let titles = lines.first.map(RecordedTable.cells) ?? []
    rows = lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(titles, RecordedTable.cells($0))) }
  }

  private static func cells(_ line: Substring) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
}

extension RecordedTable.Row {
  func text(_ column: String) -> String { self[column] ?? "" }
  func number(_ column: String) -> Double? { self[column].flatMap { Double($0) } }

  /// Numbers with blanks between them.
  func numbers(_ column: String) -> [Double] { text(column).split(separator: " ").compactMap { Double($0) } }
}
