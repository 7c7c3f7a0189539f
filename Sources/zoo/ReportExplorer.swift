import Analysis
import Charts
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
      return (profile: profile, layout: layout(of: profile))
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

  /// Where Graphviz puts the layers; nil, with a word on standard error, where it does not.
  private func layout(of profile: Profile) -> DiagramLayout? {
    let network = profile.network
    let reason: Phrase
    if network.layers.count > ExplorerDiagram.mostLayers {
      reason = "\(Numbers.english.grouped(network.layers.count)) layers are too many for one"
    } else if let plain = Graphviz.plain(ExplorerDiagram.source(of: network)) {
      if let layout = DiagramLayout.parse(plain: plain)?.first { return layout }
      reason = "dot answers something else than a layout"
    } else {
      reason = "dot is missing or fails (it is part of Graphviz)"
    }
    Console.say("\(network.model.name): no diagram: \(reason)")
    return nil
  }
}
