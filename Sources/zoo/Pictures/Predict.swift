import Architecture
import ArgumentParser
import Inference
import Models
import RunReports

/// `zoo predict`: what a network takes pictures for.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The likeliest classes of pictures (PNG or JPEG).",
    discussion: """
      Pictures are resized, cut and scaled as the model file states for the weights' format. Where a network ends in \
      scores, their softmax is shown; LeNet-5 of 1998 ends in distances, of which the smallest wins.
      """)

  @OptionGroup var running: RunningOptions

  @Argument(help: "Pictures.", completion: .file())
  var images: [String]

  @Option(help: "How many classes to show.")
  var top = 5

  @Option(help: ArgumentHelp("A text file with one name a line, in the order of the outputs.", valueName: "file"))
  var labels: String?

  @OptionGroup var pictures: PictureOptions

  @Option(help: "What to write.")
  var format = CheckCommand.CheckFormat.table

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard top >= 1 else { throw ValidationError("--top is at least 1") }
  }

  func run() throws {
    try reportingFailures {
      let runnable = try running.load(in: output.language)
      let network = runnable.network.network(for: .inference)
      let preprocessing = try pictures.preprocessing(of: network, for: runnable.format)
      let names = try names(for: network)
      // A picture that cannot be read is known before the network is made ready.
      let inputs = try images.map { try pictures.input($0, preprocessing, for: network) }
      let report = try runningNetworks {
        let progress = Progress("reading weights", total: Executor.weightBytes(of: network))
        let executor = try Executor(
          network, weights: runnable.weights, options: Executor.Options(threads: running.threads),
          progress: progress.advance)
        progress.finish()
        let entries = try zip(images, inputs).map { path, input in
          let output = try executor.run(input.numbers).all
          let prediction = try Prediction(output.last?.values ?? [], of: network, count: top)
          return PredictionReport.Entry(
            path: path, width: input.picture.width, height: input.picture.height, prediction)
        }
        return PredictionReport(
          model: network.model.name, weights: runnable.path, preprocessing: preprocessing, labels: names, entries)
      }
      try output.write(
        format == .json ? report.document.json.text : report.text(in: output.language, canvas: output.canvas))
    }
  }

  /// The classes' names: those of the option, else of the model file.
  private func names(for network: Network) throws -> [String]? {
    let count = network.layers[network.layers.count - 1].shape.count
    let names: [String]?
    if let labels {
      let text = String(decoding: try Files.read(labels, limit: 16 << 20), as: UTF8.self)
      names = text.split(whereSeparator: \.isNewline).map(String.init)
    } else {
      switch network.model.labels {
      case .list(let list): names = Models.labels(named: list.rawValue)
      case .names(let list): names = list
      case nil: names = nil
      }
    }
    guard let names else { return nil }
    guard names.count == count else {
      // What the model file names may not be what the network was changed to.
      guard let labels else { return nil }
      throw Failure.data("\(labels): error: \(names.count) labels for \(count) outputs of \(network.model.name)")
    }
    return names
  }
}
