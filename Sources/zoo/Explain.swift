import Analysis
import Architecture
import ArgumentParser
import PlainText
import Report

/// `zoo explain`: the arithmetic with the numbers filled in.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "How the numbers of a layer come about, with the formulas filled in.",
    discussion: """
      Without LAYER every layer is explained. --unit adds the pixels that one unit of the layer sees; --pixels the units that \
      see a pixel or a box of the image, and --stop-at how much of another layer's output a unit sees:

        zoo explain alexnet conv5 --unit 6,6
        zoo explain alexnet conv5 --pixels 100,100
        zoo explain alexnet conv5 --pixels 100-120,0-10
        zoo explain alexnet conv5 --stop-at pool2

      --convention adds the arithmetic of another tool; --conventions sets the totals of all tools side by side and says \
      why they differ:

        zoo explain alexnet conv2 --convention ptflops
        zoo explain vgg16 --conventions
      """)

  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String

  @Argument(help: "A layer's name.", completion: layerCompletion)
  var layer: String?

  @Option(help: ArgumentHelp("A unit of the layer, counted from 0: row,column.", valueName: "y,x"))
  var unit: String?

  @Option(
    help: ArgumentHelp("A pixel of the image, or first-last rows and columns, counted from 0.", valueName: "y,x"))
  var pixels: String?

  @Option(
    help: ArgumentHelp("A layer before it whose units are counted instead of pixels.", valueName: "layer"),
    completion: layerCompletion)
  var stopAt: String?

  @Flag(help: "The totals of all tools, and why they differ; no layer.")
  var conventions = false

  @OptionGroup var options: NetworkOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    for (name, value) in [("--unit", unit), ("--pixels", pixels), ("--stop-at", stopAt)]
    where value != nil && layer == nil {
      throw misuse("\(name) needs a layer")
    }
    if conventions, layer != nil || options.convention != .zoo {
      throw misuse(
        "--conventions is about the whole network and all tools: it takes no layer and no --convention")
    }
    if let pixels, Explain.box(pixels) == nil {
      throw misuse(
        "--pixels '\(pixels)' is no part of an image; write row,column or first-last,first-last, counted from 0")
    }
    guard let unit else { return }
    let numbers = unit.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(numbers.count), numbers.allSatisfy({ $0 != nil }) else {
      throw misuse("--unit '\(unit)' is no position; write row,column, counted from 0")
    }
  }

  func run() throws {
    try reportingFailures {
      let profile = try options.profile(model, in: output.language)
      if conventions { return try output.write(try conventionReport(profile)) }
      let explanation = Explanation(of: profile, in: output.language)
      guard let layer else { return try output.write(explanation.text(canvas: output.canvas)) }
      guard let row = profile.rows.first(where: { $0.layer.name == layer }) else {
        let hint = NearestWord.hint(for: layer, among: profile.rows.map(\.layer.name))
        throw Failure.data("\(model): error: no layer is called '\(layer)'\(hint)")
      }
      do {
        let text = try explanation.text(of: row, unit: position(in: row), canvas: output.canvas)
        try output.write(text + answers(on: row, profile.network))
      } catch let error as UnitError {
        throw Failure.data("\(model): error: \(error.phrase)")
      }
    }
  }

  private func conventionReport(_ profile: Profile) throws -> String {
    do {
      return try ConventionReport(of: profile).text(in: output.language, canvas: output.canvas)
    } catch {
      throw Failure.data("\(model): error: \(error)")
    }
  }

  /// What --stop-at and --pixels ask, a line each.
  ///
  /// - Throws: `Failure` where there is no such layer, or the image has other axes.
  private func answers(on row: Profile.Row, _ network: Network) throws -> String {
    let index = network.layers.firstIndex { $0.name == row.layer.name } ?? 0
    let questions = FieldQuestions(network, in: output.language)
    var lines: [String] = []
    if let stopAt {
      guard let source = network.layers.firstIndex(where: { $0.name == stopAt }) else {
        let hint = NearestWord.hint(for: stopAt, among: network.layers.map(\.name))
        throw Failure.data("\(model): error: no layer is called '\(stopAt)'\(hint)")
      }
      lines.append(questions.field(of: index, from: source))
    }
    if let pixels, let box = Explain.box(pixels) {
      guard box.count == network.input.extent.count else {
        throw Failure.data(
          "\(model): error: --pixels \(pixels) has \(box.count) numbers, and the input is \(network.input)")
      }
      lines.append(questions.units(of: index, seeing: box))
    }
    return lines.map { "  \($0)\n" }.joined()
  }

  /// `100,100` or `100-120,0-10`; nil for anything else.
  private static func box(_ text: String) -> [ClosedRange<Int>]? {
    let axes = text.split(separator: ",", omittingEmptySubsequences: false).map { axis -> ClosedRange<Int>? in
      let numbers = axis.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(numbers.count), let first = numbers[0], let last = numbers[numbers.count - 1],
        (0...last).contains(first), last <= Shape.largestDimension
      else { return nil }
      return first...last
    }
    return axes.contains { $0 == nil } || axes.count > 3 ? nil : axes.compactMap { $0 }
  }

  private func position(in row: Profile.Row) -> [Int]? {
    unit?.split(separator: ",").compactMap { Int($0) }
  }
}
