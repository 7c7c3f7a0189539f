import Analysis
import Architecture

/// The page of one network.
struct ModelPage {
  let entry: Reports.Entry
  let language: Language
  let slug: String
  private let reports: Reports

  var profile: Profile { entry.profile }
  var model: Model { entry.model }

  init(_ reports: Reports, _ index: Int) {
    self.reports = reports
    entry = reports.entries[index]
    slug = reports.slugs[index]
    language = reports.language
  }

  var files: [ReportFile] {
    var page = MarkdownPage(path: "\(slug).md", title: language.translation(of: model.title))
    page.paragraph(navigation)
    head(&page)
    shares(&page)
    layers(&page)
    fields(&page)
    memory(&page)
    return page.files
  }

  private var navigation: String {
    let others = reports.translations.map { "[\($0.language.name)](\($0.folder)/\(slug).md)" }
    return (["[\(language.text("page.index"))](README.md)"] + others).joined(separator: " · ")
  }

  /// Where the network comes from, and how it differs from the paper.
  private func head(_ page: inout MarkdownPage) {
    var facts: [String] = []
    func add(_ label: String, _ text: String) {
      if !text.isEmpty { facts.append("**\(label)** \(MarkdownTable.escape(language.translation(of: text)))") }
    }
    add(language.text("page.paper"), model.paper)
    add(language.text("page.reference"), model.reference)
    page.list(facts)
    if !model.deviations.isEmpty {
      page.paragraph(language.text("page.deviations"))
      page.list(model.deviations.map { MarkdownTable.escape(language.translation(of: $0)) })
    }
  }

  private func shares(_ page: inout MarkdownPage) {
    page.heading(language.text("page.shares"))
    page.picture("\(slug)-shares", ShareChart(profile: profile, language: language).svg, language.text("page.shares"))
  }

  private func layers(_ page: inout MarkdownPage) {
    page.heading(language.text("page.layers"))
    page.picture("\(slug)-layers", LayerBars(profile: profile, language: language).svg, language.text("page.layers"))
    page.picture(
      "\(slug)-cumulative", CumulativeChart(profile: profile, language: language).svg, language.text("page.layers"))
    page.table(AnalysisReport(profile).table, language)
  }

  private func fields(_ page: inout MarkdownPage) {
    guard let svg = FieldChart(profile: profile, language: language).svg else { return }
    page.heading(language.text("page.field"))
    page.picture("\(slug)-field", svg, language.text("page.field"))
  }

  private func memory(_ page: inout MarkdownPage) {
    page.heading(language.text("page.memory"))
    page.picture("\(slug)-memory", MemoryChart(profile: profile, language: language).svg, language.text("page.memory"))
    page.picture(
      "\(slug)-roofline", RooflineChart(profile: profile, language: language).svg, language.text("page.memory"))
  }
}
