import Analysis
import Architecture
import ArgumentParser
import PlainText
import Report

/// `zoo explain`: the arithmetic with the numbers filled in.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How the numbers of a layer come about, with the formulas filled in.",
    discussion: "Without LAYER every layer is explained. --unit adds the pixels that one unit of the layer sees.")

  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String

  @Argument(help: "A layer's name.")
  var layer: String?

  @Option(help: ArgumentHelp("A unit of the layer, counted from 0: row,column.", valueName: "y,x"))
  var unit: String?

  @OptionGroup var options: NetworkOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard let unit else { return }
    guard layer != nil else { throw ValidationError("--unit needs a layer") }
    let numbers = unit.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(numbers.count), numbers.allSatisfy({ $0 != nil }) else {
      throw ValidationError("--unit '\(unit)' is no position; write row,column, counted from 0")
    }
  }

  func run() throws {
    try reportingFailures {
      let profile = try options.profile(model, in: output.language)
      let explanation = Explanation(of: profile, in: output.language)
      guard let layer else { return try output.write(explanation.text(canvas: output.canvas)) }
      guard let row = profile.rows.first(where: { $0.layer.name == layer }) else {
        let hint = NearestWord.hint(for: layer, among: profile.rows.map(\.layer.name))
        throw Failure.data("\(model): error: no layer is called '\(layer)'\(hint)")
      }
      do {
        try output.write(explanation.text(of: row, unit: position(in: row), canvas: output.canvas))
      } catch let error as UnitError {
        throw Failure.data("\(model): error: \(error.message)")
      }
    }
  }

  private func position(in row: Profile.Row) -> [Int]? {
    unit?.split(separator: ",").compactMap { Int($0) }
  }
}
