import Analysis
import Architecture
import ArgumentParser
import Charts
import PlainText
import Report

/// `zoo sweep`: totals for inputs of several sizes and for several batches.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Totals for inputs of several sizes and for several batches: a table, CSV, a picture, formulas.",
    discussion: """
      Sizes are ranges (128:512:32 is 128, 160 … 512), single sizes, or both: 64,96,128:512:32,480x640. A size that does not \
      fit is a row that says why.

      Where a total is a polynomial in the height H and the width W of the input, its formula is said for one image: \
      MACs, FLOPs and activations of a network whose layers slide over the image are, for all sizes that leave the same \
      remainder by its whole stride. Each formula is found from four sizes and compared with the exact totals of others.

      Quantities, for --columns: \(Quantity.allCases.map(\.rawValue).joined(separator: ", ")); those that are bytes are \
      peak (activations at once), activations, weights, and memory (weights and peak).
      """)

  /// What is written.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case table, markdown, json, csv, svg

    /// Nil for a picture.
    var format: Format? { Format(rawValue: rawValue) }
  }

  @Argument(help: "Networks of the zoo, or model files.", completion: modelCompletion)
  var models: [String]

  @Option(help: ArgumentHelp("Sizes of the input: 128:512:32, or 224,256,480x640.", valueName: "sizes"))
  var input: String

  @Option(help: ArgumentHelp("Images at a time: 1,8,32.", valueName: "counts"))
  var batch = "1"

  @Option(help: ArgumentHelp("Quantities, separated by commas.", valueName: "names"))
  var columns = "macs,flops,activations,peak,memory"

  @Option(help: "What the network runs for; training counts auxiliary classifiers and keeps activations.")
  var mode = Mode.inference

  @Option(name: .customLong("type"), help: "How numbers are stored, for bytes.")
  var dataType = DataType.float32

  @Option(
    help: ArgumentHelp(
      "Change a layer's argument or put other layers in its place, as for analyze.", valueName: "change"))
  var set: [String] = []

  @Option(help: "What to write; svg is a picture.")
  var format = Form.table

  @OptionGroup var output: OutputOptions

  func validate() throws {
    _ = try batches()
    _ = try quantities()
    _ = try SizeList(input)
    guard !models.isEmpty else { throw misuse("sweep takes a model") }
    if format == .svg, models.count != 1 { throw misuse("--format svg draws one model") }
  }

  func run() throws {
    try reportingFailures {
      let (sizes, batches, quantities) = (try SizeList(input), try batches(), try quantities())
      var options = Profile.Options()
      options.mode = mode
      options.dataType = dataType
      let reports = try models.map { model in
        let network = try ModelLoader.network(model, overrides: set)
        let extents = try sizes.extents(of: network)
        let points = extents.count * batches.count
        guard points <= InputSweep.mostPoints,
          points.multipliedReportingOverflow(by: network.layers.count).partialValue <= InputSweep.mostLayers
        else {
          throw Failure.data(
            "\(model): error: \(points) sizes and batches of \(network.layers.count) layers are too many for one sweep")
        }
        let sweep = InputSweep(
          of: network, extents: extents, batches: batches, quantities: quantities, options: options)
        return SweepReport(
          sweep, SizeFormulas(of: network, quantities: quantities, extents: extents, options: options))
      }
      if let format = format.format {
        try output.write(reports, format)
      } else if let report = reports.first {
        guard let picture = SweepChart(report.sweep, output.language).svg else {
          throw Failure.data("\(models[0]): error: there is nothing to draw: the network takes none of these sizes")
        }
        try output.write(picture)
      }
    }
  }

  private func batches() throws -> [Int] {
    let batches = batch.commaSeparated.map { Int($0) ?? 0 }
    guard !batches.isEmpty, batches.allSatisfy({ $0 >= 1 }), batches.count <= 1_000 else {
      throw misuse("--batch '\(batch.visible)' is no list of whole numbers from 1 on, as 1,8,32")
    }
    return batches
  }

  private func quantities() throws -> [Quantity] {
    let words = Quantity.allCases.map(\.rawValue)
    let quantities = try columns.commaSeparated.map { word in
      guard let quantity = Quantity(rawValue: word) else {
        throw misuse("--columns has no '\(word.visible)'\(NearestWord.hint(for: word, among: words))")
      }
      return quantity
    }
    guard !quantities.isEmpty else { throw misuse("--columns names no column") }
    var seen: Set<Quantity> = []
    return quantities.filter { seen.insert($0).inserted }
  }
}
