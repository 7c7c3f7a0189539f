import Architecture
import ArgumentParser
import Images
import Inference
import PlainText
import RunReports

/// `zoo predict`: what a network takes pictures for.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
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

  @OptionGroup var labels: LabelOption

  @OptionGroup var pictures: PictureOptions

  @Option(help: "What to write.")
  var format = CheckCommand.CheckFormat.table

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard top >= 1 else { throw misuse("--top is at least 1") }
  }

  func run() throws {
    try reportingFailures {
      PictureWorker.prepare()
      let runnable = try running.load(in: output.language)
      let network = runnable.network.network(for: .inference)
      let preprocessing = try pictures.preprocessing(of: network, for: runnable.origin)
      let names = ClassLabels(try labels.names(for: network))
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
}
