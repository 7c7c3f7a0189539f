import Architecture
import ArgumentParser
import PlainText
import Report
import RunReports
import Weights

/// `zoo compare`: networks side by side.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Totals side by side, then the layers in which the networks differ.",
    discussion: """
      Layers of each further network are compared with those of the first. --set changes the last network; a single \
      network is compared with itself changed.

      Networks that come with weights are compared by what they compute too: whatever their layers are called, however \
      their kernels lie, and with batch normalization computed into convolutions. Weights are those in the models' own \
      files, or those of --weights:

        zoo compare mine.onnx mine.pt2
        zoo compare mine.onnx resnet18.yaml --weights resnet18.pth

      Exit codes: 0 done, 1 the weights are not the same.
      """)

  @Argument(help: "Networks of the zoo, or model files.", completion: modelCompletion)
  var models: [String]

  @OptionGroup var options: NetworkOptions

  @Option(
    help: ArgumentHelp(
      "A weight file of a model that has none itself, in the order of the models. May be given several times.",
      valueName: "file"),
    completion: .file())
  var weights: [String] = []

  @Option(help: "What to write.")
  var format = Format.table

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard models.count >= 2 || !options.set.isEmpty else {
      throw misuse("compare takes two or more models, or one and --set")
    }
  }

  func run() throws {
    try reportingFailures {
      let unchanged = options.set.isEmpty || models.count == 1 ? models[...] : models.dropLast()
      var profiles = try unchanged.map { try options.profile($0, changes: [], in: output.language) }
      if let last = models.last, !options.set.isEmpty {
        profiles.append(try options.profile(last, changes: options.set, in: output.language))
      }
      let equivalences = options.set.isEmpty ? try compareWeights() : []
      let comparison = ComparisonReport(profiles)
      if format == .json {
        var document = comparison.document
        if !equivalences.isEmpty { document.equivalences = equivalences.map(\.document) }
        try output.write(document.json.text)
      } else {
        let texts = equivalences.map { "\n" + $0.text(in: output.language, canvas: output.canvas) }
        try output.write(
          comparison.text(format, in: output.language, canvas: output.canvas)
            + (format == .csv ? "" : texts.joined()))
      }
      if equivalences.contains(where: { !$0.isSame }) { throw ExitCode(1) }
    }
  }

  /// Each further network against the first, where both have weights.
  private func compareWeights() throws -> [EquivalenceReport] {
    var files = weights[...]
    let loaded = try models.map { model -> (network: Network, source: ParameterSource, title: String)? in
      let loaded = try ModelLoader.load(model, allowsUnknown: true)
      guard let file = try loaded.weights ?? files.popFirst().map({ try openWeights($0, of: loaded.network.model) })
      else { return nil }
      let mapping = Mapping(of: file, onto: loaded.network)
      guard mapping.isUsable else {
        let report = CheckReport(file, Check(mapping: mapping), model: loaded.network.model.name)
        throw Failure.data(Phrase(verbatim: report.text(.table, in: output.language)))
      }
      let title = file.path == model ? model : "\(model) (\(file.path))"
      return (loaded.network, .file(file, mapping), title)
    }
    if let left = files.first {
      throw Failure.usage("\(left): error: there is no model left whose weights these could be")
    }
    guard let first = loaded[0] else { return [] }
    return try loaded.dropFirst().compactMap { other in
      guard let other else { return nil }
      let total = NetworkParameter.all(of: first.network).reduce(0) { $0 + $1.count }
      let progress = Progress("comparing weights", total: total)
      let equivalence = try readingWeights {
        try Equivalence(
          of: first.network, first.source, with: other.network, other.source, progress: progress.advance)
      }
      progress.finish()
      return EquivalenceReport(equivalence, first: first.title, second: other.title)
    }
  }
}
