/// One file of a report: a page, or a picture that a page shows.
public struct ReportFile: Sendable {
  /// Where it lies in the folder of the reports, with `/` between folders.
  public let path: String
  public let text: String
}
