import Architecture
import ArgumentParser
import Charts
import FileSystem
import Inference
import PlainText
import Report
import RunReports
import Weights

/// `zoo gradient-norms`: how large the gradient of the loss is at every layer before training.
struct GradientNormsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradient-norms",
    abstract: "How large the gradient of the loss is at every layer of an untrained network.",
    discussion: """
      The loss is the mean cross entropy over random inputs with random classes, plus 0.3 times that of each auxiliary \
      classifier; beside it stands the gradient without them. --chain takes a plain chain of fully connected layers in place of \
      a network: where gradients vanish, if they do.
      """)

  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String?

  @Option(help: "A chain of fully connected layers of 100 units with this activation after each.")
  var chain: Chain?

  enum Chain: String, CaseIterable, ExpressibleByArgument {
    case tanh, relu, sigmoid

    var kind: any LayerKind {
      switch self {
      case .tanh: Tanh(amplitude: 1, slope: 1)
      case .relu: ReLU()
      case .sigmoid: Sigmoid()
      }
    }
  }

  @Option(help: "How many layers the chain has.")
  var layers = 20

  @Option(name: .customLong("init"), help: "How far weights spread: as Glorot or as He has it.")
  var scheme = Generator.Scheme.he

  @Option(help: "Of the weights, the inputs and the classes.")
  var seed: UInt64 = 0

  @Option(help: "Inputs that the loss is the mean of.")
  var batch = 4

  @Option(help: "Threads that compute; as many as the machine has, unless given.")
  var threads: Int?

  @Option(help: "What to write.")
  var format = Format.table

  @Option(help: ArgumentHelp("An SVG file for a chart.", valueName: "file"), completion: .file())
  var svg: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (model == nil) != (chain == nil) else { throw misuse("either a model or --chain") }
    guard (1...1000).contains(layers) else { throw misuse("--layers is 1 to 1000") }
    guard (1...4096).contains(batch) else { throw misuse("--batch is 1 to 4096") }
    if let threads, !(1...1024).contains(threads) { throw misuse("--threads is 1 to 1024") }
    guard scheme != .zeros else { throw misuse("with weights of zero every gradient is zero") }
  }

  func run() throws {
    try reportingFailures {
      let network = try network()
      let norms = try runningNetworks {
        try GradientNorms(of: network, scheme: scheme, seed: seed, batch: batch, threads: threads)
      }
      let report = GradientNormsReport(norms)
      if let svg {
        let (layers, curves) = report.curves(in: output.language)
        let chart = LayerCurves(
          title: report.title(in: output.language), description: report.description(in: output.language),
          axis: output.language.text("gradients.axis"), layers: layers,
          curves: curves.map { LayerCurves.Curve($0.name, $0.values) }, language: output.language)
        if let warning = try OutputFile.write(chart.svg.utf8, to: svg) { Files.write(warning, to: 2) }
      }
      try output.write(report.text(format, in: output.language, canvas: output.canvas))
    }
  }

  private func network() throws -> Network {
    guard let chain else { return try ModelLoader.network(model ?? "") }
    do {
      return try GradientNorms.chain(layers: layers, activation: chain.kind)
    } catch {
      throw Failure.data("\(error)")
    }
  }
}
