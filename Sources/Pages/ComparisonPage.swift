import Analysis
import Charts
import Report

/// A page that sets networks side by side: a picture, the totals, and the layers in which they differ.
public struct ComparisonPage: Sendable {
  private let profiles: [Profile]
  private let language: Language

  /// - Parameter profiles: two or more.
  public init(_ profiles: [Profile], in language: Language) {
    self.profiles = profiles
    self.language = language
  }

  /// The page, named after the networks, and its picture.
  public var files: [ReportFile] {
    let names = profiles.map(\.network.model.name)
    let slug = Slugs.make(["compare-" + names.joined(separator: "-")])[0]
    let title = language.text("charts.compare_title", ["models": language.list(names)])
    var page = MarkdownPage(path: "\(slug).md", title: title)
    page.picture(slug, CompareChart(profiles: profiles, language: language).svg, title)
    let report = ComparisonReport(profiles)
    page.table(report.totals(in: language), language)
    for note in report.changes(in: language) { page.paragraph(MarkdownTable.escape(note)) }
    for comparison in report.comparisons {
      page.heading("\(comparison.first) · \(comparison.second)")
      page.paragraph(comparison.title(in: language) + ".")
      if let note = comparison.note(in: language) { page.paragraph(note) }
      if !comparison.differing.isEmpty { page.table(comparison.table(in: language), language) }
    }
    return page.files
  }
}
