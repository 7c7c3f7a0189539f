import Architecture
import ArgumentParser
import FileSystem
import Images
import Inference
import Report
import Weights

/// `zoo run`: the outputs of a network's layers, as a file.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a network and write what its layers give, to an HDF5 file.",
    discussion: """
      The input is an array of numpy (.npy, (N, C, H, W) or (C, H, W)), the input of a file that this command or \
      Scripts/record_reference.py wrote, or a picture (PNG or JPEG), prepared as the model file says. The output holds the input and a dataset for each layer, \
      '/layers/<layer>'; 'zoo verify' reads it, and the format is described in zoo/README.md.
      """)

  @OptionGroup var running: RunningOptions

  @Option(help: ArgumentHelp("A .npy array, an activation file or a picture.", valueName: "file"), completion: .file())
  var input: String

  @OptionGroup var pictures: PictureOptions

  @Option(help: ArgumentHelp("Layers to write, separated by commas; all of them, unless given.", valueName: "names"))
  var layers: String?

  @Option(help: "What the network runs for; training runs auxiliary classifiers too.")
  var mode = Mode.inference

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"))
  var output: String

  @Flag(help: "Replace the file if it is there already.")
  var force = false

  @OptionGroup var language: LanguageOption

  func run() throws {
    try reportingFailures {
      let names = layers?.split(separator: ",").map(String.init)
      let runnable = try running.load(needing: names, in: language.language)
      let warning = try runningNetworks {
        var network = runnable.network.network(for: mode)
        let given = try given(for: network, runnable.format)
        if given.shape != network.input.dimensions { network = try resized(network, to: given.shape) }
        let chosen = try names.map { try network.chosenLayers($0) } ?? Array(network.body)
        let together = Executor.together(of: given.batch)
        let progress = Progress("running", total: given.batch)
        let executor = try Executor(
          network, weights: runnable.weights,
          options: Executor.Options(
            batch: together, threads: running.threads, keeps: .layers(Set(chosen.map(\.name)))))
        let writer = try ActivationWriter(
          output, of: network, layers: chosen, batch: given.batch, reference: "zoo \(Zoo.configuration.version)",
          mayReplace: force)
        let count = network.input.count
        for start in stride(from: 0, to: given.batch, by: together) {
          let images = Array(given.values[(start * count)..<((start + together) * count)])
          try writer.write(images, try executor.run(images), from: start)
          progress.advance(together)
        }
        progress.finish()
        return try writer.commit()
      }
      if let warning { Files.write(warning, to: 2) }
    }
  }

  /// The batch in the input file; a picture is one input, prepared as the model file says for weights of the format.
  private func given(for network: Network, _ weightFormat: WeightFormat) throws -> InputArray {
    if let array = try InputArray(input, for: network.input) { return array }
    guard ImageFormat(of: try Files.read(input, limit: ImageLimits.fileSize)) != nil else {
      throw Failure.data(
        "\(input): neither an array of numpy (.npy) nor an activation file (.h5) nor a picture (PNG or JPEG)")
    }
    let preprocessing = try pictures.preprocessing(of: network, for: weightFormat)
    let values = try pictures.input(input, preprocessing, for: network).numbers
    return InputArray(batch: 1, shape: network.input.dimensions, values: values)
  }

  /// The network for inputs of another size, where it takes them.
  private func resized(_ network: Network, to dimensions: [Int]) throws -> Network {
    guard dimensions.count == network.input.dimensions.count,
      let shape = try? Shape(channels: dimensions[0], extent: Array(dimensions.dropFirst()))
    else {
      let given = dimensions.map(String.init).joined(separator: "×")
      throw Failure.data("\(input): its inputs are \(given), and \(network.model.name) takes \(network.input)")
    }
    do {
      return try network.resized(to: shape)
    } catch {
      throw Failure.data("\(input): " + ResizeReport(error, of: network, to: shape).text(in: language.language))
    }
  }
}
