import Analysis
import ArgumentParser
import Models
import Report

/// `zoo list`: the networks of the zoo.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "The networks of the zoo.")

  @Option(help: "What to write.")
  var format = Format.table

  @OptionGroup var output: OutputOptions

  func run() throws {
    try reportingFailures {
      let entries = try Models.all.map { file in
        ModelList.Entry(profile: try Profile(of: try ModelLoader.network(file.name)), aliases: file.aliases)
      }
      try output.write(ModelList(entries).text(format, in: output.language, canvas: output.canvas))
    }
  }
}
