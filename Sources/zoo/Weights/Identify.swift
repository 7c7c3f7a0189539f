import Architecture
import ArgumentParser
import Import
import Models
import PlainText
import Report
import RunReports
import Weights

/// `zoo identify`: which network a file is of.
struct Identify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify",
    abstract: "Which network of the zoo a file's weights are of, and what differs.",
    discussion: """
      Tensors are compared by shape and by their layers' names, in any format; no number is read. Of a file that describes \
      its network the graph is compared too.

      Exit codes: 0 it is of a network of the zoo, or of its convolutions, 1 it is of none.
      """)

  @Argument(help: "A weight file, or another program's network with weights.", completion: .file())
  var file: String

  @Option(help: "What to write.")
  var format = CheckCommand.CheckFormat.table

  @OptionGroup var output: OutputOptions

  func run() throws {
    try reportingFailures {
      let networks = try Models.all.map { try ModelLoader.network($0.name) }
      let report = try report(among: networks)
      try output.write(
        format == .json ? report.document.json.text : report.text(in: output.language, canvas: output.canvas))
      if !report.isKnown { throw ExitCode(1) }
    }
  }

  private func report(among networks: [Network]) throws -> IdentificationReport {
    func ofWeights(_ weights: WeightFile) -> IdentificationReport {
      IdentificationReport(path: file, kind: weights.format.title, Identification(of: weights, among: networks))
    }
    let loaded: LoadedModel?
    do {
      loaded = try ModelLoader.stranger(file, allowsUnknown: true)
    } catch let failure as Failure {
      // Of weights alone there is no graph.
      guard let weights = try? WeightFile.opening(file) else { throw failure }
      return ofWeights(weights)
    }
    guard let loaded else { return ofWeights(try openWeights(file)) }
    guard let weights = loaded.weights else {
      throw Failure.data("\(file): error: it has no weights; 'zoo compare \(file) MODEL' compares networks")
    }
    let same = networks.filter { Equivalence.isSameComputation(loaded.network, $0) }.map(\.model.name)
    return IdentificationReport(
      path: file, kind: weights.format.title, Identification(of: weights, among: networks), sameGraph: same)
  }
}
