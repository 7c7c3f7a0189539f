import Analysis
import Explorer
import Models
import PlainText
import Report

/// `zoo report --format html`: one page for the browser, or one for each network of the zoo and an index.
extension ReportCommand {
  func writePage() throws {
    let language = try folders()[0].language
    if models.isEmpty { return try writeSite(in: language) }
    let page = try ReportCommand.page(of: models, options, pictures, in: language)
    let text = page.text
    var target = OutputOptions()
    target.output = output
    target.force = force
    try target.write(text)
    saidFile(language)
    if output != nil { ReportCommand.saySize(of: text, page, language) }
  }

  /// The page of one network, or of two side by side.
  static func page(
    of models: [String], _ options: NetworkOptions, _ pictures: PagePictures? = nil, in language: Language
  ) throws -> ExplorerPage {
    let networks = try models.map { model in
      let profile = try options.profile(model)
      guard profile.rows.count <= ExplorerPage.mostLayers else {
        throw Failure.data(
          "\(model): error: \(Numbers.english.grouped(profile.rows.count)) layers are too many for a page; at most "
            + "\(Numbers.english.grouped(ExplorerPage.mostLayers)) are possible ('zoo analyze --format csv' has no limit)"
        )
      }
      let isWithout = profile.options.mode == .inference && !profile.auxiliaries.isEmpty
      let training = isWithout ? try options.profile(model, mode: .training) : nil
      let run = try pictures?.run(
        model, options,
        pageBytes: {
          ExplorerPage([ExplorerPage.Entry(profile, training: training)], language: language).text.utf8.count
        },
        in: language)
      return ExplorerPage.Entry(profile, training: training, run: run)
    }
    return ExplorerPage(networks, language: language)
  }

  /// A folder with a page for each network of the zoo, and an index of them, which needs no server.
  private func writeSite(in language: Language) throws {
    guard let output else { return }
    let folder = ReportFolder(path: output)
    // Written in one, it would be taken for the key of a sentence.
    let first = "index" + ".html"
    let networks = try ModelIndex.models()
    try folder.write(Array(ExplorerIndex(networks, language: language).text.utf8), to: first, mayReplace: true)
    for network in networks {
      let page = try ReportCommand.page(of: [network.name], options, in: language)
      try folder.write(Array(page.text.utf8), to: "\(network.name).html", mayReplace: true)
    }
    let values: KeyValuePairs = ["folder": output, "first": "\(output)/\(first)"]
    Files.write(language.text("report.written", count: networks.count + 1, values) + "\n", to: 1)
  }

  /// Says how large a page is that has pictures of layers in it.
  static func saySize(of text: String, _ page: ExplorerPage, _ language: Language) {
    guard page.picturedLayers > 0 else { return }
    let values: KeyValuePairs = [
      "layers": language.grouped(page.picturedLayers), "bytes": language.bytes(text.utf8.count),
      "most": language.bytes(PictureRun.mostBytes),
    ]
    Files.write(language.text("report.size", values) + "\n", to: 1)
  }

  /// Says which file was written; nothing where it went to standard output.
  func saidFile(_ language: Language) {
    guard let output else { return }
    Files.write(language.text("report.file", ["file": output]) + "\n", to: 1)
  }
}
