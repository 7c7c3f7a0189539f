import Architecture
import ArgumentParser
import Import
import PlainText
import Weights

extension WeightFormat: ExpressibleByArgument {}
extension Generator.Scheme: ExpressibleByArgument {}

/// Runs a command's work on weights, whose errors become failures.
func readingWeights<Result>(_ work: () throws -> Result) throws -> Result {
  do {
    return try work()
  } catch let error as WeightError {
    switch error.reason {
    case .data: throw Failure.data(error.phrase)
    case .noInput: throw Failure.noInput(error.phrase)
    case .output: throw Failure.io(error.phrase)
    }
  }
}

/// Opens a weight file with a worker of this very program.
func openWeights(_ path: String) throws -> WeightFile {
  try readingWeights { try WeightFile.opening(path) }
}

/// Opens a weight file, or published weights of a network by their name.
func openWeights(_ file: String, of model: Model) throws -> WeightFile {
  try openWeights(try PublishedChoice.path(file, of: model))
}

/// How weights are mapped onto a model: what check, import and export share.
struct MappingOptions: ParsableArguments {
  @Flag(help: "The first convolution reads BGR where the model reads RGB, or the reverse: exchange its channels.")
  var flipChannels = false

  @Option(
    help: ArgumentHelp(
      "Change a layer's argument (conv1.stride=2), or delete a layer ('fc7=[]'). May be given several times.",
      valueName: "change"))
  var set: [String] = []
}

/// Whether a file's own description of its network counts.
struct ConfigurationOptions: ParsableArguments {
  @Flag(help: "Use the weights of a whole model also where its network is another one.")
  var ignoreConfiguration = false

  /// Where the network that a file of weights describes differs from the one that is given the weights; nil where the file
  /// describes none, or what it says is not to count.
  func differences(_ file: WeightFile, _ mapping: Mapping, _ network: Network) -> [ConfigurationDifference]? {
    guard !ignoreConfiguration, file.format == .keras || file.format == .keras3,
      let stored = try? ImportedModel.read(file.path).network
    else { return nil }
    return ConfigurationDifference.all(between: stored, and: network, by: mapping)
  }
}
