import Architecture
import ArgumentParser
import FileSystem
import Inference
import Report
import RunReports
import Weights

/// A network with its weights, made ready to run: what the commands that run networks share.
struct RunningOptions: ParsableArguments {
  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String

  @Option(help: ArgumentHelp("A weight file, in any format.", valueName: "file"), completion: .file())
  var weights: String

  @Option(help: "Threads that compute; as many as the machine has, unless given.")
  var threads: Int?

  @OptionGroup var mapping: MappingOptions

  func validate() throws {
    if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads is 1 to 1024") }
  }

  /// The network with its auxiliary classifiers, its weights, and who writes such weights.
  ///
  /// - Throws: `Failure` where the weights do not fit.
  func load(in language: Language) throws -> (network: Network, weights: SlotSource, format: WeightFormat) {
    let network = try ModelLoader.network(model, overrides: mapping.set)
    let file = try openWeights(weights)
    let mapped = Mapping(of: file, onto: network, flipsChannels: mapping.flipChannels)
    let report = CheckReport(file, Check(mapping: mapped), model: network.model.name)
    guard mapped.isComplete else { throw Failure.data(report.text(.table, in: language)) }
    // Layers that were matched by their place alone are said.
    if mapped.isByOrder { Files.write(report.text(.table, in: language), to: 2) }
    return (network, .file(file, mapped), file.format)
  }
}

/// Runs a command's work on a network, whose errors become failures.
func runningNetworks<Result>(_ work: () throws -> Result) throws -> Result {
  do {
    return try work()
  } catch let error as InferenceError {
    switch error.reason {
    case .data, .memory, .kind: throw Failure.data(error.message)
    case .noInput, .library: throw Failure.noInput(error.message)
    case .output: throw Failure.io(error.message)
    }
  }
}
