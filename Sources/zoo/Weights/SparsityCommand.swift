import Analysis
import ArgumentParser
import PlainText
import Report
import RunReports
import Weights

/// `zoo weights sparsity`: how many weights are zero.
struct SparsityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sparsity",
    abstract: "How many weights are zero, which channels are zero as a whole, and the multiplications that are left.",
    discussion: """
      Effective MACs are multiply–adds by weights that are not zero. A program takes less time only if it leaves out the \
      others; output channels that are zero as a whole can be cut out of the network by anyone.
      """)

  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String

  @Argument(help: "A weight file, or published weights (see zoo fetch).", completion: .file())
  var file: String

  @Option(help: "What to write.")
  var format = Format.table

  @OptionGroup var output: OutputOptions

  func run() throws {
    try reportingFailures {
      let network = try ModelLoader.network(model)
      let file = try openWeights(file, of: network.model)
      let mapping = Mapping(of: file, onto: network)
      guard mapping.isUsable else {
        let report = CheckReport(file, Check(mapping: mapping), model: network.model.name)
        throw Failure.data("\(report.text(.table, in: output.language))\("the weights do not fit the network")")
      }
      let progress = Progress("counting zeros", total: file.tensors.reduce(0) { $0 + $1.byteCount })
      let sparsity = try readingWeights { try Sparsity(of: file, mapping, progress: progress.advance) }
      progress.finish()
      let report = SparsityReport(file, sparsity, try Profile(of: network))
      try output.write(report.text(format, in: output.language, canvas: output.canvas))
    }
  }
}
