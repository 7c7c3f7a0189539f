import Analysis
import Explorer
import PlainText
import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `zoo report --format html`: one page for the browser.
extension ReportCommand {
  func writePage() throws {
    let networks = try models.map { model in
      let profile = try options.profile(model)
      guard profile.rows.count <= ExplorerPage.mostLayers else {
        throw Failure.data(
          "\(model): error: \(Numbers.english.grouped(profile.rows.count)) layers are too many for a page; at most "
            + "\(Numbers.english.grouped(ExplorerPage.mostLayers)) are possible ('zoo analyze --format csv' has no limit)"
        )
      }
      return profile
    }
    let language = try folders()[0].language
    let page = ExplorerPage(networks, language: language)
    var target = OutputOptions()
    target.output = output
    target.force = force
    try target.write(page.text)
    saidFile(language)
  }

  /// Says which file was written; nothing where it went to standard output.
  func saidFile(_ language: Language) {
    guard let output else { return }
    Files.write(language.text("report.file", ["file": output]) + "\n", to: 1)
  }
}
