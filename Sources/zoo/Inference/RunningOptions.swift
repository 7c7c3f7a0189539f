import Architecture
import ArgumentParser
import FileSystem
import Inference
import Models
import PlainText
import Report
import RunReports
import Weights

/// A network with all weights that it needs.
struct RunnableNetwork {
  /// With its auxiliary classifiers, unless less of it was asked for.
  let network: Network
  let weights: ParameterSource
  let origin: WeightOrigin
  /// The file of the weights, as the user named it.
  let path: String
}

/// A network with its weights, made ready to run: what the commands that run networks share.
struct RunningOptions: ParsableArguments {
  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String

  @Option(
    help: ArgumentHelp(
      "A weight file, in any format, or published weights (see zoo fetch). Unless given, those in the model's own file; lenet5 and lenet5-modern have ones that came with the program.",
      valueName: "file"),
    completion: .file())
  var weights: String?

  @Flag(help: "Go on without the weights that the asked-for layers do not need.")
  var allowMissing = false

  @Option(help: "Threads that compute; as many as the machine has, unless given.")
  var threads: Int?

  @OptionGroup var mapping: MappingOptions

  @OptionGroup var configuration: ConfigurationOptions

  func validate() throws {
    if let threads, !(1...1024).contains(threads) { throw misuse("--threads is 1 to 1024") }
  }

  /// The network and its weights.
  ///
  /// - Parameter layers: names of the layers that are asked for, whose part of the network suffices where weights are
  ///   missing and may be; nil for all.
  /// - Throws: `Failure` where there are no weights, or they do not fit.
  func load(needing layers: [String]? = nil, in language: Language) throws -> RunnableNetwork {
    let loaded = try ModelLoader.load(model, overrides: mapping.set)
    let file: WeightFile
    if let weights {
      file = try openWeights(weights, of: loaded.network.model)
    } else if let own = try loaded.weights ?? trainedWeights(of: loaded.network) {
      file = own
    } else {
      throw Failure.usage(
        "\(model): error: --weights is missing: this file has none ('zoo weights init' makes synthetic ones)")
    }
    var network = loaded.network
    var mapped = Mapping(of: file, onto: network, flipsChannels: mapping.flipChannels)
    var note = ""
    if !mapped.isUsable, let layers {
      _ = try network.chosenLayers(layers)
      let part = network.part(upTo: network.layers.indices.filter { layers.contains(network.layers[$0].name) })
      let ofPart = Mapping(of: file, onto: part, flipsChannels: mapping.flipChannels)
      if ofPart.isUsable, allowMissing {
        (network, mapped) = (part, ofPart)
      } else if ofPart.isUsable {
        note = "\(layers.joined(separator: ", ")) can be computed all the same: --allow-missing\n"
      }
    }
    let differences = weights == nil ? nil : configuration.differences(file, mapped, network)
    let report = CheckReport(
      file, Check(mapping: mapped), model: network.model.name, configuration: differences)
    guard mapped.isUsable else { throw Failure.data(Phrase(verbatim: report.text(.table, in: language) + note)) }
    guard (differences ?? []).isEmpty else {
      throw Failure.data(
        Phrase(verbatim: report.text(.table, in: language) + report.configurationNote(in: language) + "\n"))
    }
    // Layers that were matched by their place alone are said, and what is not used is counted.
    if mapped.isByOrder { Files.write(report.text(.table, in: language), to: 2) }
    if !mapped.extra.isEmpty { Files.write(report.extraNote(in: language) + "\n", to: 2) }
    return RunnableNetwork(
      network: network, weights: .file(file, mapped), origin: WeightOrigin(of: file, for: network.model),
      path: file.path)
  }

  /// The weights that the project trained for a network of the zoo; nil where there are none, and where the network was changed
  /// so that they do not fit.
  private func trainedWeights(of network: Network) throws -> WeightFile? {
    guard let known = Models.file(named: model), let bytes = known.weights else { return nil }
    let file = try readingWeights { try WeightFile(safetensors: bytes, path: "\(known.name).safetensors") }
    return Mapping(of: file, onto: network).isUsable ? file : nil
  }
}

/// Runs a command's work on a network, whose errors become failures.
func runningNetworks<Result>(_ work: () throws -> Result) throws -> Result {
  do {
    return try work()
  } catch let error as InferenceError {
    switch error.reason {
    case .data, .memory, .kind: throw Failure.data(error.phrase)
    case .noInput, .library: throw Failure.noInput(error.phrase)
    case .output: throw Failure.io(error.phrase)
    }
  }
}
