import Analysis
import Architecture
import ArgumentParser
import ModelFile
import PlainText
import Report

/// `zoo analyze`: the table.
struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
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

  @Argument(help: "Networks of the zoo, or model files.", completion: modelCompletion)
  var models: [String]

  @OptionGroup var options: NetworkOptions

  @Option(help: ArgumentHelp("Columns to show, separated by commas; all for all of them.", valueName: "names"))
  var columns: String?

  @Option(help: "What to write; yaml is a model file of the network.")
  var format = AnalysisFormat.table

  @Option(help: ArgumentHelp("Fold modules that are more than so many inside each other to a row.", valueName: "n"))
  var depth: Int?

  @Flag(help: "List the sizes of square images that the network takes.")
  var sizes = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    _ = try chosenColumns()
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
        return try output.write(reports, format) {
          $0.text(format, in: output.language)
        } json: {
          $0.json
        }
      }
      let columns = try chosenColumns()
      let reports = try models.map {
        AnalysisReport(try options.profile($0, in: output.language), columns: columns, depth: depth)
      }
      try output.write(reports, format) {
        $0.text(format, in: output.language, canvas: output.canvas)
      } json: {
        $0.json
      }
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
    let names = columns.split(separator: ",").map(String.init)
    switch AnalysisColumn.named(names) {
    case .success(let chosen) where !chosen.isEmpty: return chosen
    case .success: throw misuse("--columns names no column")
    case .failure(let unknown):
      let hint = NearestWord.hint(for: unknown.name, among: AnalysisColumn.all.map(\.id) + ["all"])
      throw misuse("no column is called '\(unknown.name)'\(hint) ('zoo help analyze' lists them)")
    }
  }
}

extension String {
  /// With blanks up to a length.
  fileprivate func padded(to length: Int) -> String { self + String(repeating: " ", count: max(0, length - count)) }
}
