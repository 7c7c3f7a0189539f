/// Reads comma-separated values (RFC 4180) back.
public enum CSVReader {
  public static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = String.UnicodeScalarView()
    var isQuoted = false
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"":
        // The second of two quotes inside quotes is a quote.
        if !isQuoted, previous == "\"" { field.append(scalar) }
        isQuoted.toggle()
      case "," where !isQuoted:
        row.append(String(field))
        field = String.UnicodeScalarView()
      case "\n" where !isQuoted:
        rows.append(row + [String(field)])
        row = []
        field = String.UnicodeScalarView()
      default: field.append(scalar)
      }
      previous = scalar
    }
    return rows
  }

  /// One dictionary per row under the first.
  public static func records(_ text: String) -> [[String: String]] {
    let rows = rows(text)
    return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(rows[0], $0)) }
  }
}
