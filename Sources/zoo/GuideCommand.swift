import ArgumentParser
import Pages
import PlainText
import Report

/// `zoo guide`: the pages of the guide in a terminal.
struct GuideCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guide",
    abstract: "Short pages to read: what a convolution is, and what the known networks teach.",
    discussion: """
      Without TOPIC the pages are listed. Every number is computed while the page is written; answers to the exercises stand at \
      its end. 'zoo report' writes the same pages with their pictures.
      """)

  @Argument(
    help: "A page.",
    completion: .list(Guide(language: .english) { try ModelLoader.network($0) }.contents.map(\.name)))
  var topic: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    try reportingFailures {
      let guide = Guide(language: output.language) { try ModelLoader.network($0) }
      guard let topic else {
        let table = Table(
          columns: [
            Table.Column("topic", output.language.text("guide.words.page"), .left),
            Table.Column("title", output.language.text("list.title"), .left),
          ], rows: guide.contents.map { [.text($0.name), .text($0.title)] })
        return try output.write(
          TerminalTable.lines(table, output.language, output.canvas).joined(separator: "\n") + "\n")
      }
      guard let text = try guide.text(of: topic, canvas: output.canvas) else {
        let hint = NearestWord.hint(for: topic, among: guide.contents.map(\.name))
        throw Failure.noInput("no page of the guide is called '\(topic)'\(hint) ('zoo guide' lists all)")
      }
      try output.write(text)
    }
  }
}
