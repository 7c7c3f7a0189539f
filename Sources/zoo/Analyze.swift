import Analysis
import Architecture
import ArgumentParser
import ModelFile
import PlainText
import Report

extension Optimizer: ExpressibleByArgument {}

/// `zoo analyze`: the table.
struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Sizes, parameters, operations, receptive field and memory of every layer.",
    discussion: """
      Columns, chosen with --columns; those marked * are shown unless others are chosen:
      \(list(AnalysisColumn.all.map { ($0.id + ($0.isDefault ? " *" : ""), $0.meaning) } + [("all", "all of these")]))

      Conventions, for --convention:
      \(list(Convention.allCases.map { ($0.rawValue, "\($0.unit.rawValue): \($0.summary)") }))
      """)

  /// Names, and their meanings in a column of a text 80 wide.
  private static func list(_ entries: [(name: String, meaning: String)]) -> String {
    let indent = (entries.map(\.name.count).max() ?? 0) + 4
    return entries.map { name, meaning in
      var lines = ["  \(name)".padded(to: indent)]
      for word in meaning.split(separator: " ") {
        if lines[lines.count - 1].count + 1 + word.count > 79 { lines.append("".padded(to: indent)) }
        lines[lines.count - 1] += (lines[lines.count - 1].count == indent ? "" : " ") + word
      }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  @Argument(
    help: "Networks of the zoo, or model files; - is a model file on standard input.", completion: modelCompletion)
  var models: [String]

  @OptionGroup var options: NetworkOptions

  @Option(
    help: ArgumentHelp("Columns to show, separated by commas; all for all of them.", valueName: "names"),
    completion: columnCompletion)
  var columns: String?

  @Option(help: "What to write; yaml is a model file of the network.")
  var format = AnalysisFormat.table

  @Option(help: ArgumentHelp("Fold modules that are more than so many inside each other to a row.", valueName: "n"))
  var depth: Int?

  @Flag(help: "List the sizes of square images that the network takes.")
  var sizes = false

  @OptionGroup var rows: RowOptions

  @Flag(help: "What the memory of a step of training consists of, and how it grows with the batch.")
  var training = false

  @Option(
    help: "What changes the parameters in training: sgd remembers nothing, momentum one number of each, adam two.")
  var optimizer: Optimizer?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    _ = try chosenColumns()
    guard rows.isPlain || format != .json && format != .yaml && !sizes else {
      throw misuse("--sort, --top, --only and --totals are for tables; JSON has every layer and the totals")
    }
    guard rows.isPlain || depth == nil || rows.only == nil else {
      throw misuse("--only chooses layers, and --depth folds them")
    }
    if optimizer != nil, !training { throw misuse("--optimizer goes with --training") }
    guard !training || (!sizes && columns == nil && depth == nil && rows.isPlain && format.report != nil) else {
      throw misuse(
        "--training makes a report of its own: not with --sizes, --columns, --depth, --format yaml or a choice of rows")
    }
    guard let depth else { return }
    guard depth >= 1 else { throw misuse("--depth is at least 1") }
    guard format != .json, format != .yaml else {
      throw misuse("--depth folds tables; every layer in \(format.rawValue) says its modules")
    }
  }

  func run() throws {
    try reportingFailures {
      guard let format = format.report else {
        let texts = try models.map { try modelFile(of: options.network($0, in: output.language)) }
        return try output.write(texts.joined(separator: "---\n"))
      }
      if sizes {
        let reports = try models.map { model in
          let network = try options.network(model, in: output.language).network(for: options.mode)
          return SizesReport(AcceptedSizes(of: network), of: network)
        }
        return try output.write(reports, format)
      }
      if training {
        let reports = try models.map {
          TrainingMemoryReport(
            try options.profile($0, mode: .training, in: output.language), optimizer: optimizer ?? .sgd)
        }
        return try output.write(reports, format)
      }
      let columns = try chosenColumns()
      let selection = try rows.selection()
      let reports = try models.map {
        AnalysisReport(
          try options.profile($0, in: output.language), columns: columns, depth: depth, selection: selection)
      }
      try output.write(reports, format)
    }
  }

  /// - Throws: `Failure` where the network has what no model file can hold.
  private func modelFile(of network: Network) throws -> String {
    do {
      return try ModelFileWriter.text(of: network)
    } catch {
      throw Failure.data("\(network.model.name): error: \(error)")
    }
  }

  private func chosenColumns() throws -> [AnalysisColumn]? {
    guard let columns else { return nil }
    let chosen = try columns.commaSeparated.flatMap(AnalysisColumn.chosen)
    guard !chosen.isEmpty else { throw misuse("--columns names no column") }
    return chosen
  }
}

extension String {
  /// With blanks up to a length.
  fileprivate func padded(to length: Int) -> String { self + String(repeating: " ", count: max(0, length - count)) }
}
