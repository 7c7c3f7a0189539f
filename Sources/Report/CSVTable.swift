/// A table as comma-separated values (RFC 4180, with line feeds): a line of column names, then raw numbers.
enum CSVTable {
  static func render(_ table: Table) -> [String] {
    [table.columns.map(\.id)].map(line) + table.rows.map { line($0.map(\.raw)) }
  }

  private static func line(_ fields: [String]) -> String {
    fields.map { field in
      let needsQuotes = field.contains { ",\"\n\r".contains($0) }
      return needsQuotes
        ? "\"\(field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\"" : field
    }.joined(separator: ",")
  }
}
