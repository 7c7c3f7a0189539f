import Architecture
import ArgumentParser
import FileSystem
import Inference
import PlainText
import Report
import Weights

/// `zoo run`: the outputs of a network's layers, as a file.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a network and write what it gives to an HDF5 file.",
    discussion: """
      The input is an array (.npy, a .npz of one, or IDX; N×C×H×W or C×H×W, or with --layout nhwc N×H×W×C), the input of a \
      file that this command wrote, or a picture (PNG or JPEG), prepared as the model file \
      says. An array is read as it is; with --preprocessing its numbers are pixels, 0 to 255, and prepared like a picture.

      The file holds the input and a dataset for each layer that is written, '/layers/<layer>': the network's outputs, or with \
      --layers all every layer, for 'zoo verify' to compare. The format is described by 'zoo formats'.
      """)

  @OptionGroup var running: RunningOptions

  @Option(help: ArgumentHelp("An array, an activation file or a picture.", valueName: "file"), completion: .file())
  var input: String

  @OptionGroup var pictures: PictureOptions
  @OptionGroup var array: ArrayOptions

  @Option(
    help: ArgumentHelp(
      "Layers to write, separated by commas, or 'all'; the network's outputs, unless given.", valueName: "names"))
  var layers: String?

  @Option(help: "What the network runs for; training runs auxiliary classifiers too.")
  var mode = Mode.inference

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
  var output: String

  @Flag(help: "Replace the file if it is there already.")
  var force = false

  @OptionGroup var language: LanguageOption

  /// From so many bytes on the size of the file is said before it is written.
  private static let largeFile = 1_000_000_000

  func run() throws {
    try reportingFailures {
      let names = layers == "all" ? nil : layers?.split(separator: ",").map(String.init)
      let runnable = try running.load(needing: names, in: language.language)
      let warning = try runningNetworks {
        var network = runnable.network.network(for: mode)
        let given = try RunInput(input, for: network, runnable.origin, pictures: pictures, arrays: array)
        if given.shape != network.input.dimensions { network = try resized(network, to: given.shape) }
        return try write(try chosen(names, of: network), of: network, runnable.weights, given)
      }
      if let warning { Files.write(warning, to: 2) }
    }
  }

  /// The layers that are asked for: those of the names, all, or the outputs.
  private func chosen(_ names: [String]?, of network: Network) throws -> [Layer] {
    if let names { return try network.chosenLayers(names) }
    return layers == nil ? network.outputs.sorted().map { network.layers[$0] } : Array(network.body)
  }

  /// Runs the network on all inputs and writes the outputs of some layers.
  ///
  /// - Returns: a warning of the file system.
  private func write(
    _ chosen: [Layer], of network: Network, _ weights: ParameterSource, _ given: RunInput
  ) throws -> String? {
    let together = Executor.together(of: given.batch)
    let executor = try Executor(
      network, weights: weights,
      options: Executor.Options(batch: together, threads: running.threads, keeps: .layers(Set(chosen.map(\.name)))))
    let each = chosen.reduce(network.input.count) { $0 + $1.shape.count } * 4
    if each >= Run.largeFile / given.batch {
      let language = language.language
      Files.write(
        language.text(
          "run.large",
          [
            "file": output, "bytes": language.bytes(each * given.batch), "inputs": language.grouped(given.batch),
            "layers": language.grouped(chosen.count), "each": language.bytes(each),
          ]) + "\n", to: 2)
    }
    let writer = try ActivationWriter(
      output, of: network, layers: chosen, batch: given.batch, reference: "zoo \(Zoo.configuration.version)",
      mayReplace: force)
    let progress = Progress("running", total: given.batch)
    for start in stride(from: 0, to: given.batch, by: together) {
      let images = try given.numbers(start..<(start + together))
      try writer.write(images, try executor.run(images), from: start)
      progress.advance(together)
    }
    progress.finish()
    return try writer.commit()
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
      throw Failure.data("\(input): \(ResizeReport(error, of: network, to: shape).text(in: language.language))")
    }
  }
}
