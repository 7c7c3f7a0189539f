/// A table as comma-separated values (RFC 4180, with line feeds): a line of column names, then raw numbers.
package enum CSVTable {
  package static func render(_ table: Table) -> [String] {
    [table.columns.map(\.id)].map(line) + table.rows.map { line($0.map(\.raw)) }
  }

  private static func line(_ fields: [String]) -> String {
    fields.map { field in
      // Scalars, since a quote with a combining mark is one character that is no quote.
      let scalars = field.unicodeScalars
      guard scalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else { return field }
      return "\"" + scalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }.joined(separator: ",")
  }
}
