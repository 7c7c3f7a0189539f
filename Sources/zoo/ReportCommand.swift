import Analysis
import Architecture
import ArgumentParser
import Charts
import Models
import Pages
import PlainText
import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `zoo report`: pages with pictures.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Pages with pictures and diagrams: one for each network, and an index.",
    discussion: """
      Without MODEL all networks of the zoo, and a guide of short pages. Pages are markdown as GitHub, GitLab and most wikis render it; pictures are \
      SVG, for light and dark.

      --format html writes one page for the browser instead, of one network or of two side by side: one file that loads \
      nothing, in which layers are picked and changed, and the input's size; with --image also what the network makes of a \
      picture. Without --output it goes to standard output. \
      Without MODEL it is a folder with a page for each network and an index.

      --guide --format html writes all pages of the guide as one file for the browser, which loads nothing and has a search; \
      --guide --format pdf the same for paper, printed by Chromium.
      """)

  /// What is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case markdown, html, pdf
  }

  /// Each language to write with its folder in the one of the reports: all of them with `all`, English in the folder itself.
  func folders() throws -> [(language: Language, folder: String)] {
    guard language == "all" else { return [(try LanguageOption.language(language), "")] }
    return Language.all.map { ($0, $0 == .english ? "" : $0.code) }
  }

  @Argument(help: "Networks of the zoo, or model files.", completion: modelCompletion)
  var models: [String] = []

  @Option(help: "Pages of a wiki, one page for the browser, or the guide for paper.")
  var format = Format.markdown

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder to write into, by default reports; for html and pdf the file.", valueName: "path"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      """
      \(Language.codes.joined(separator: ", ")), a file of sentences with its path, or all: English in the folder, \
      others in folders in it, as es/. ZOO_LANGUAGE unless given.
      """, valueName: "language"))
  var language: String?

  @Flag(help: "Replace a page or a guide of one file that is there already; folders are brought up to date.")
  var force = false

  @Flag(help: "One page that sets the models side by side, instead of a page for each.")
  var compare = false

  @Flag(help: "All pages of the guide in one file, with --format html or pdf.")
  var guide = false

  @OptionGroup var pictures: PagePictures

  @OptionGroup var options: NetworkOptions

  func validate() throws {
    if pictures.image != nil || pictures.weights != nil {
      guard format == .html, !guide else { throw misuse("--image is for the page of one network: --format html") }
      if let problem = pictures.problem(models: models.count, options) { throw misuse(problem) }
    }
    if compare {
      guard models.count >= 2, format == .markdown, !guide else {
        throw misuse("--compare takes two or more models, and writes markdown")
      }
    }
    do {
      _ = try folders()
    } catch let failure as Failure {
      throw misuse(failure.phrase)
    }
    if guide, !models.isEmpty { throw misuse("--guide takes no model: its networks are those of the zoo") }
    guard format != .markdown else {
      if guide { throw misuse("--guide takes --format html or pdf; 'zoo report' alone writes its pages too") }
      return
    }
    if format == .pdf, !guide { throw misuse("--format pdf writes the guide: --guide --format pdf") }
    if format == .pdf, output == nil { throw misuse("--format pdf needs a file: --output guide.pdf") }
    if models.isEmpty, !guide, output == nil {
      throw misuse("--format html without a model writes a page for each network into a folder: --output folder")
    }
    guard guide || models.count <= 2 else {
      throw misuse("--format html takes one model, or two to set them side by side; or --guide")
    }
    guard language != "all" else {
      let codes = Language.codes.joined(separator: " or ")
      throw misuse("--format \(format.rawValue) writes one language: \(codes)")
    }
  }

  func run() throws {
    try reportingFailures {
      if format != .markdown { return guide ? try writeGuide() : try writePage() }
      let output = output ?? "reports"
      if compare {
        let profiles = try models.map { try options.profile($0) }
        for (language, folder) in try folders() {
          let target = ReportFolder(path: folder.isEmpty ? output : "\(output)/\(folder)")
          let files = ComparisonPage(profiles, in: language).files
          for file in files { try target.write(file) }
          said(files.count, in: target.path, first: files.first { $0.path.hasSuffix(".md") }?.path, language)
        }
        return
      }
      var entries = try entries()
      let folders = try folders()
      for (index, (language, folder)) in folders.enumerated() {
        if !layOut(&entries, in: language), index == 0 { Files.write(ReportCommand.withoutDot, to: 2) }
        // From a folder in the other one's way back.
        let translations = folders.filter { $0.language != language }.map { other in
          (other.language, folder.isEmpty ? other.folder : other.folder.isEmpty ? ".." : "../\(other.folder)")
        }
        let target = folder.isEmpty ? output : "\(output)/\(folder)"
        let reports = Reports(
          entries, language: language, translations: translations, links: links(in: output, from: folder),
          hasGuide: models.isEmpty)
        var files = reports.files
        if models.isEmpty {
          files += try Guide(language: language, translations: translations) { try ModelLoader.network($0) }.files
        }
        for file in files { try ReportFolder(path: target).write(file) }
        said(files.count, in: target, first: "README.md", language)
      }
    }
  }

  /// Says what was written, and where to begin.
  private func said(_ count: Int, in folder: String, first: String?, _ language: Language) {
    let begin = "\(folder)/\(first ?? "")"
    Files.write(language.text("report.written", count: count, ["folder": folder, "first": begin]) + "\n", to: 1)
  }

  /// Pages that lie there already and are not written here.
  private func links(in output: String, from folder: String) -> [String] {
    let back = folder.isEmpty ? "" : "../"
    return ["robustness.md"].filter { access("\(output)/\($0)", R_OK) == 0 }.map { back + $0 }
  }

  private static let withoutDot = """
    zoo report: Graphviz's dot is not there or failed; diagrams are written as Mermaid alone \
    (apt-get install graphviz, or brew install graphviz)

    """

  /// Has `dot` lay out every diagram; false where it cannot. Each has a run of its own, since what `dot` makes of a graph
  /// depends on those that it has drawn before.
  private func layOut(_ entries: inout [Reports.Entry], in language: Language) -> Bool {
    for index in entries.indices {
      guard let source = DotSource.text(entries[index].diagram(in: language)) else { continue }
      guard let plain = Graphviz.plain(source), let layout = DiagramLayout.parse(plain: plain)?.first else {
        return false
      }
      entries[index].layout = layout
    }
    return true
  }

  private func entries() throws -> [Reports.Entry] {
    let names = models.isEmpty ? Models.all.map(\.name) : models
    return try names.map { name in
      let profile = try options.profile(name)
      return Reports.Entry(
        profile: profile, training: profile.auxiliaries.isEmpty ? nil : try options.profile(name, mode: .training),
        aliases: Models.file(named: name)?.aliases ?? [])
    }
  }
}
