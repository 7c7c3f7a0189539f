import Architecture
import ArgumentParser
import Downloads
import PlainText
import Report

/// `zoo fetch`: weights that were published for a network.
struct Fetch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Fetch the published weights of a network.",
    discussion: """
      With curl, which honours proxies; what was cut is gone on with. The file has its name only once its size and its \
      SHA-256 are those that were published, and is never replaced. It is kept in $XDG_CACHE_HOME/zoo, else in ~/.cache/zoo: \
      '--weights published' finds it there.
      """)

  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String

  @Argument(help: "Which weights, by their publisher's name; the first that the model file names, unless given.")
  var name = PublishedChoice.word

  @Flag(help: "Fetch nothing: say what would be fetched, and where to put it.")
  var offline = false

  @OptionGroup var language: LanguageOption

  func run() throws {
    try reportingFailures {
      let choice = try PublishedChoice(name, of: try ModelLoader.network(model).model)
      let path = choice.cache.path(of: choice.file)
      let bytes = language.language.bytes(choice.file.size.range.lowerBound)
      let wanted: Phrase =
        "\(choice.file.address) (\(bytes), its SHA-256 begins with \(choice.file.sha256.prefix(8))); put it at \(path)"
      if offline {
        Files.write(language.language.spoken("would fetch \(wanted)") + "\n", to: 1)
        return
      }
      let progress = Progress(Phrase(verbatim: choice.file.name), total: choice.file.size.range.lowerBound)
      var done = 0
      do {
        let outcome = try Download(choice.file, into: choice.cache).run { count in
          progress.advance(max(0, count - done))
          done = max(done, count)
        }
        progress.finish()
        Files.write(
          language.language.spoken(outcome == .fetched ? "\(path): fetched" : "\(path): is there already, as published")
            + "\n", to: 1)
      } catch let error as DownloadError {
        progress.finish()
        switch error.reason {
        case .output: throw Failure.io(error.phrase)
        case .other: throw Failure.data(error.phrase)
        case .noCurl, .unreachable: throw Failure.noInput("\(error.phrase)\nwould have fetched \(wanted)")
        }
      }
    }
  }
}
