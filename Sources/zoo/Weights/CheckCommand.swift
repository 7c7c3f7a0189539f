import Architecture
import ArgumentParser
import Models
import PlainText
import RunReports
import Weights

/// `zoo weights check`: whether a file fits a model, and is the same as another.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Whether a weight file fits a model, and whether another file holds the same weights.",
    discussion: """
      Names, shapes and numbers are checked. What has the right shape and the wrong order (features flattened as H·W·C for \
      C·H·W, channels as BGR for RGB) fits all the same: --against a file that is known to be right finds it.

      Exit codes: 0 fits (and is the same), 1 does not fit or differs, 65 unreadable.
      """)

  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String

  @Argument(help: "A weight file, or published weights (see zoo fetch).", completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp("Another file of the same network, in any format.", valueName: "file"), completion: .file())
  var against: String?

  @Option(
    help: ArgumentHelp(
      "The largest difference, relative to a tensor's largest number, that counts as equal.", valueName: "relative"))
  var tolerance = 0.0

  @OptionGroup var mapping: MappingOptions

  @OptionGroup var configuration: ConfigurationOptions

  @Option(help: "What to write.")
  var format = CheckFormat.table

  @OptionGroup var output: OutputOptions

  /// A check has no rows to put into CSV.
  enum CheckFormat: String, CaseIterable, ExpressibleByArgument {
    case table, json
  }

  func validate() throws {
    guard tolerance >= 0 else { throw misuse("--tolerance is at least 0") }
  }

  /// Names of the networks of the zoo that the weights of a file fit.
  private static func fitting(_ file: WeightFile) -> [String] {
    let networks = Models.all.compactMap { try? ModelLoader.network($0.name) }
    return Identification(of: file, among: networks).best.map(\.network).filter {
      Mapping(of: file, onto: $0).isUsable
    }.map(\.model.name)
  }

  func run() throws {
    try reportingFailures {
      let network = try ModelLoader.network(model, overrides: mapping.set)
      let file = try openWeights(file, of: network.model)
      let other = try against.map { try openWeights($0, of: network.model) }
      let bytes = { (file: WeightFile) in file.tensors.reduce(0) { $0 + $1.byteCount } }
      let progress = Progress("checking", total: bytes(file) + (other.map(bytes) ?? 0))
      let report = try readingWeights {
        guard let other else {
          let check = try Check(
            of: file, onto: network, flipsChannels: mapping.flipChannels, progress: progress.advance)
          return CheckReport(
            file, check, model: network.model.name,
            configuration: configuration.differences(file, check.mapping, network),
            others: check.fits ? [] : CheckCommand.fitting(file))
        }
        let both = try Comparison(
          of: file, with: other, onto: network, flipsChannels: mapping.flipChannels, progress: progress.advance)
        return CheckReport(
          file, both.check, model: network.model.name,
          against: CheckReport.Against(other, both.otherCheck, both.differences, tolerance: tolerance),
          configuration: configuration.differences(file, both.check.mapping, network))
      }
      progress.finish()
      try output.write(report.text(format == .json ? .json : .table, in: output.language, canvas: output.canvas))
      if !report.passes { throw ExitCode(1) }
    }
  }
}
