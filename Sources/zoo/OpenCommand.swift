import ArgumentParser
import Explorer
import PlainText
import Programs
import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `zoo open`: a network's page, opened in the browser.
struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "A network as a page in the browser: diagram, arithmetic, other sizes, changes of layers.",
    discussion: """
      Writes the page that 'zoo report --format html' writes, of one network or of two side by side, and opens it with the \
      program for web pages (xdg-open; open on macOS). Without --output it lies in the folder for temporary files.
      """)

  @Argument(help: "Networks of the zoo, or model files.", completion: modelCompletion)
  var models: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
  var output: String?

  @Flag(help: "Replace a file that is there already.")
  var force = false

  @OptionGroup var languageOption: LanguageOption

  @OptionGroup var pictures: PagePictures

  @OptionGroup var options: NetworkOptions

  func validate() throws {
    guard (1...2).contains(models.count) else { throw misuse("open takes one model, or two to set them side by side") }
    if let problem = pictures.problem(models: models.count, options) { throw misuse(problem) }
  }

  func run() throws {
    try reportingFailures {
      let language = languageOption.language
      let page = try ReportCommand.page(of: models, options, pictures, in: language)
      let text = page.text
      let path = try output ?? OpenCommand.temporaryPath()
      var target = OutputOptions()
      (target.output, target.force) = (path, force || output == nil)
      try target.write(text)
      let isOpened = OpenCommand.open(path)
      Files.write(language.text(isOpened ? "report.opened" : "report.file", ["file": path]) + "\n", to: 1)
      ReportCommand.saySize(of: text, page, language)
    }
  }

  /// A new file among the temporary ones.
  private static func temporaryPath() throws -> String {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/zoo-page-XXXXXX.html".utf8CString)
    let descriptor = mkstemps(&template, 5)
    guard descriptor >= 0 else { throw Failure.io("\(parent): \(String(cString: strerror(errno)))") }
    close(descriptor)
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether a program took it.
  private static func open(_ path: String) -> Bool {
    #if os(macOS)
      let program = "open"
    #else
      let program = "xdg-open"
    #endif
    guard let process = Spawn.start([program, path]) else { return false }
    return Spawn.endsWell(process, within: Chromium.patience)
  }
}
