import Architecture
import ArgumentParser
import FileSystem
import Import
import ModelFile
import PlainText
import TensorFiles
import Weights

/// `zoo import`: another program's network as a model file of zoo's own.
struct ImportModel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Write another program's network as a model file of zoo's own, and its weights beside it.",
    discussion: """
      The model file describes the same network: every layer, its name, its sizes and its modules. Weights are written in \
      zoo's own format; 'zoo weights export' writes others.

        zoo import mine.onnx -o mine.yaml --weights mine.h5
      """)

  @Argument(help: "A file of another program.", completion: .file())
  var model: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The model file to write; standard output without.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(help: ArgumentHelp("The weight file to write.", valueName: "file"), completion: .file())
  var weights: String?

  @Option(name: .customLong("type"), help: "How numbers are written.")
  var type = WrittenType.float32

  @Option(help: ArgumentHelp("Size of the input where the file leaves it open: 3x224x224.", valueName: "size"))
  var input: String?

  @Option(help: "What the network runs for; training reads auxiliary classifiers too.")
  var mode = Mode.training

  @Flag(help: "Replace files that are there already.")
  var force = false

  func validate() throws {
    if let input, Shape.dimensions(of: input) == nil {
      throw misuse("--input '\(input)' is no size; write 3x224x224, or 224 for a square")
    }
  }

  func run() throws {
    try reportingFailures {
      var options = ImportOptions()
      options.input = input.flatMap { Shape.dimensions(of: $0) } ?? []
      options.mode = mode
      let loaded = try ModelLoader.load(model, options: options)
      let text: String
      do {
        text = try ModelFileWriter.text(of: loaded.network)
      } catch {
        throw Failure.data("\(model): error: \(error)")
      }
      if let weights { try write(loaded, to: weights) }
      guard let output else {
        guard Files.write(text, to: 1) else { throw Failure.io("standard output cannot be written") }
        return
      }
      if let warning = try OutputFile.write(text.utf8, to: output, mayReplace: force) { Files.write(warning, to: 2) }
    }
  }

  private func write(_ loaded: LoadedModel, to path: String) throws {
    guard let file = loaded.weights else { throw Failure.data("\(model): error: there are no weights in it to write") }
    let progress = Progress("writing \(path)", total: file.tensors.reduce(0) { $0 + $1.byteCount })
    let outcome = try readingWeights {
      try WeightWriter(loaded.network, .zoo, type: type.element).write(
        .file(file, Mapping(of: file, onto: loaded.network)), to: path, mayReplace: force, progress: progress.advance)
    }
    progress.finish()
    guard outcome.isWritten else {
      throw Failure.data("\(model): error: its weights are no numbers; nothing was written")
    }
    if let warning = outcome.warning { Files.write(warning, to: 2) }
  }
}
