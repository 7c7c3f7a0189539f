import ArgumentParser
import Report
import RunReports
import Weights

/// `zoo weights inspect`: what a file holds.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "What a weight file holds: format, and every tensor.",
    discussion: "Only the file's index is read, unless --statistics asks for the numbers.")

  @Argument(help: "A weight file.", completion: .file())
  var file: String

  @Flag(help: "Read the numbers too: range, mean, deviation, zeros, NaN, Inf, and the sha256 of the bytes.")
  var statistics = false

  @Option(help: "What to write.")
  var format = Format.table

  @OptionGroup var output: OutputOptions

  func run() throws {
    try reportingFailures {
      let file = try openWeights(file)
      let total = file.tensors.reduce(0) { $0 + $1.byteCount }
      let progress = Progress("reading \(file.path)", total: total)
      let entries = try readingWeights {
        try file.tensors.map { tensor in
          guard statistics else { return InspectionReport.Entry(tensor) }
          let numbers = try NumberStatistics.of(tensor, in: file, progress: progress.advance)
          return InspectionReport.Entry(tensor, statistics: numbers.statistics, sha256: numbers.sha256)
        }
      }
      progress.finish()
      try output.write(InspectionReport(file, entries).text(format, in: output.language, canvas: output.canvas))
    }
  }
}
