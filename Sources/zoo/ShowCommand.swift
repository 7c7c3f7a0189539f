import ArgumentParser
import ModelFile

/// `zoo show`: a model file to start from.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "The model file of a network, to read or to start from.",
    discussion: """
      A file of zoo's own is shown as it is written, with its comments; of another program's file the model file that \
      describes the same network. 'zoo formats' explains what stands in it.
      """)

  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    try reportingFailures {
      if let text = try ModelLoader.text(of: model) { return try output.write(text) }
      do {
        try output.write(try ModelFileWriter.text(of: try ModelLoader.network(model)))
      } catch let error as UnwritableLayer {
        throw Failure.data("\(model): error: \(error)")
      }
    }
  }
}
