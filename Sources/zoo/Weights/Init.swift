import ArgumentParser
import TensorFiles
import Weights

/// `zoo weights init`: synthetic weights.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make synthetic weights, the same for the same seed everywhere.",
    discussion:
      "The numbers are the same on every machine, so that a seed stands for the weights in what one writes of them.")

  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
  var output: String

  @Option(help: "Other numbers for another seed.")
  var seed: UInt64 = 0

  @Option(help: "How far weights spread: he, glorot, or zeros.")
  var scheme = Generator.Scheme.he

  @Option(help: "The program that will read them.")
  var to = Export.Target.zoo

  @Flag(help: "Replace the file if it is there already.")
  var force = false

  func run() throws {
    try reportingFailures {
      let network = try ModelLoader.network(model)
      let total = network.layers.reduce(0) { $0 + $1.parameters.reduce(0) { $0 + $1.count } } * 4
      let progress = Progress("writing \(output)", total: total)
      let outcome = try readingWeights {
        try WeightWriter(network, to.format, type: .float32).write(
          .generator(Generator(seed: seed, scheme: scheme)), to: output, mayReplace: force,
          progress: progress.advance)
      }
      progress.finish()
      if let warning = outcome.warning { Files.write(warning, to: 2) }
    }
  }
}
