/// What a report is written as.
public enum Format: String, CaseIterable, Sendable {
  /// Aligned text for a terminal.
  case table
  case markdown, json, csv
}
