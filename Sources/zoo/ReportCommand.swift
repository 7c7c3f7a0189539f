import Analysis
import Architecture
import ArgumentParser
import Models
import Report

/// `zoo report`: pages with pictures.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Pages with pictures and diagrams: one for each network, and an index.",
    discussion: """
      Without MODEL all networks of the zoo. Pages are markdown as GitHub, GitLab and most wikis render it; pictures are \
      SVG, for light and dark.

      --format html writes one page for the browser instead, of one network or of two side by side: one file that loads \
      nothing, in which layers are picked and the input's size is changed. Without --output it goes to standard output.
      """)

  /// What is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case markdown, html
  }

  /// In which languages pages are written.
  enum Languages: String, CaseIterable, ExpressibleByArgument {
    case en, es, all

    /// Each language with its folder in the one of the reports.
    var folders: [(language: Language, folder: String)] {
      switch self {
      case .en: [(.english, "")]
      case .es: [(.spanish, "")]
      case .all: [(.english, ""), (.spanish, "es")]
      }
    }
  }

  @Argument(help: "Networks of the zoo, or model files.", completion: modelCompletion)
  var models: [String] = []

  @Option(help: "Pages of a wiki, or one page for the browser.")
  var format = Format.markdown

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder to write into, by default reports; for html the file.", valueName: "path"))
  var output: String?

  @Option(help: "English, Spanish, or both: English in the folder, Spanish in es/ in it.")
  var language = Languages.en

  @OptionGroup var options: NetworkOptions

  func validate() throws {
    guard format == .html else { return }
    guard (1...2).contains(models.count) else {
      throw ValidationError("--format html takes one model, or two to set them side by side")
    }
    guard language != .all else { throw ValidationError("--format html writes one language: en or es") }
  }

  func run() throws {
    try reportingFailures {
      if format == .html { return try writePage() }
      let output = output ?? "reports"
      let entries = try entries()
      let folders = language.folders
      for (language, folder) in folders {
        // From a folder in the other one's way back.
        let translations = folders.filter { $0.language != language }.map { other in
          (other.language, folder.isEmpty ? other.folder : "..")
        }
        let reports = Reports(entries, language: language, translations: translations)
        let target = folder.isEmpty ? output : "\(output)/\(folder)"
        for file in reports.files { try ReportFolder(path: target).write(file) }
      }
    }
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
