import ArgumentParser
import Models

/// `zoo formats`: what stands in a model file.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats", abstract: "What stands in a model file, and in a file of activations.",
    discussion: "'zoo layers' lists the kinds of layers alone, 'zoo show MODEL' is an example.")

  @OptionGroup var output: OutputOptions

  func run() throws {
    try reportingFailures { try output.write(Models.formatDescription) }
  }
}
