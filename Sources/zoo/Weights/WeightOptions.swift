import Architecture
import ArgumentParser
import Import
import TensorFiles
import Weights

extension WeightFormat: ExpressibleByArgument {}
extension ElementType: ExpressibleByArgument {}
extension Generator.Scheme: ExpressibleByArgument {}

/// Runs a command's work on weights, whose errors become failures.
func readingWeights<Result>(_ work: () throws -> Result) throws -> Result {
  do {
    return try work()
  } catch let error as WeightError {
    switch error.reason {
    case .data: throw Failure.data(error.message)
    case .noInput: throw Failure.noInput(error.message)
    case .output: throw Failure.io(error.message)
    }
  }
}

/// Opens a weight file with a worker of this very program.
func openWeights(_ path: String) throws -> WeightFile {
  try readingWeights { try WeightFile.opening(path) }
}

/// How weights are mapped onto a model: what check, import and export share.
struct MappingOptions: ParsableArguments {
  @Flag(help: "The first convolution reads BGR where the model reads RGB, or the reverse: exchange its channels.")
  var flipChannels = false

  @Option(
    help: ArgumentHelp(
      "Change a layer's argument (conv1.stride=2). May be given several times.", valueName: "change"))
  var set: [String] = []
}
