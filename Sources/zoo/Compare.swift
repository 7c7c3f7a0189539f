import Architecture
import ArgumentParser
import Report

/// `zoo compare`: networks side by side.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Totals side by side, then the layers in which the networks differ.",
    discussion: "Layers of each further network are compared with those of the first.")

  @Argument(help: "Two or more networks of the zoo, or model files.", completion: modelCompletion)
  var models: [String]

  @OptionGroup var options: NetworkOptions

  @Option(help: "What to write.")
  var format = Format.table

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard models.count >= 2 else { throw ValidationError("compare takes two or more models") }
  }

  func run() throws {
    try reportingFailures {
      // A change is for the networks that have the layer: a what-if beside the original.
      let profiles = try models.map { try options.profile($0) }
      try output.write(ComparisonReport(profiles).text(format, canvas: output.canvas))
    }
  }
}
