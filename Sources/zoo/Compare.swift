import Architecture
import ArgumentParser
import Report

/// `zoo compare`: networks side by side.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Totals side by side, then the layers in which the networks differ.",
    discussion: """
      Layers of each further network are compared with those of the first. --set changes the last network; a single \
      network is compared with itself changed.
      """)

  @Argument(help: "Networks of the zoo, or model files.", completion: modelCompletion)
  var models: [String]

  @OptionGroup var options: NetworkOptions

  @Option(help: "What to write.")
  var format = Format.table

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard models.count >= 2 || !options.set.isEmpty else {
      throw ValidationError("compare takes two or more models, or one and --set")
    }
  }

  func run() throws {
    try reportingFailures {
      let unchanged = options.set.isEmpty || models.count == 1 ? models[...] : models.dropLast()
      var profiles = try unchanged.map { try options.profile($0, changes: [], in: output.language) }
      if let last = models.last, !options.set.isEmpty {
        profiles.append(try options.profile(last, changes: options.set, name: "\(last), changed", in: output.language))
      }
      try output.write(ComparisonReport(profiles).text(format, in: output.language, canvas: output.canvas))
    }
  }
}
