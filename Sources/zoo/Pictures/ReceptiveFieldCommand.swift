import Architecture
import ArgumentParser
import Images
import Inference
import Pictures
import RunReports
import Weights

/// `zoo receptive-field`: what one unit sees, as a picture.
struct ReceptiveFieldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receptive-field",
    abstract: "A picture of what one unit of a layer sees, in theory and by experiment.",
    discussion: """
      The rectangle is the theory; its hatched part lies in the padding. --experiment changes the pixels block by block and \
      shows where the unit really changed, with the weights of --weights, or with synthetic ones.
      """)

  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String

  @Option(help: "A layer's name.")
  var layer: String

  @Option(
    help: ArgumentHelp(
      "A unit of the layer, counted from 0: row,column; the middle one, unless given.", valueName: "y,x"))
  var unit: String?

  @Option(
    help: ArgumentHelp("A picture to draw on, and to change; a grid, unless given.", valueName: "file"),
    completion: .file())
  var image: String?

  @Flag(help: "Measure what changes the unit.")
  var experiment = false

  @Option(
    help: ArgumentHelp("A weight file for the experiment, in any format.", valueName: "file"), completion: .file())
  var weights: String?

  @OptionGroup var mapping: MappingOptions
  @OptionGroup var pictures: PictureOptions
  @OptionGroup var output: PictureOutput

  func validate() throws {
    guard let unit else { return }
    let numbers = unit.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, numbers.allSatisfy({ $0 != nil }) else {
      throw ValidationError("--unit '\(unit)' is no position; write row,column, counted from 0")
    }
  }

  func run() throws {
    try reportingFailures {
      let whole = try ModelLoader.network(model, overrides: mapping.set)
      let network = whole.network(for: .inference)
      guard network.input.extent.count == 2 else {
        throw Failure.data("\(model): error: it reads \(network.input), which is no picture")
      }
      let chosen = try network.chosenLayer(layer)
      let index = network.layers.firstIndex { $0.name == chosen.name } ?? 0
      let unit = try position(in: chosen)
      let (source, weightFormat) = try experiment ? readWeights(for: whole) : (nil, nil)
      let input = try image.map {
        try pictures.input($0, try pictures.preprocessing(of: network, for: weightFormat), for: network)
      }
      var measured: FieldExperiment?
      if let source {
        let progress = Progress("changing pixels", total: 1000)
        var shown = 0
        measured = try runningNetworks {
          try FieldExperiment(
            of: unit, layer: index, in: network, weights: source, input: input?.numbers ?? noise(network.input)
          ) { done, total in
            progress.advance(done * 1000 / total - shown)
            shown = done * 1000 / total
          }
        }
        progress.finish()
      }
      let picture = FieldPicture(
        of: unit, layer: index, in: network, on: input?.fitted, measured: measured, in: output.language)
      try output.write(picture.image)
      let note = experiment && weights == nil ? [output.language.text("pictures.synthetic")] : []
      Files.write((picture.summary + note).joined(separator: "\n") + "\n", to: 1)
    }
  }

  private func readWeights(for network: Network) throws -> (SlotSource, WeightFormat?) {
    guard let weights else { return (.generator(Generator(seed: 0, scheme: .he)), nil) }
    let file = try openWeights(weights)
    let mapped = Mapping(of: file, onto: network, flipsChannels: mapping.flipChannels)
    guard mapped.isComplete else {
      throw Failure.data(
        CheckReport(file, Check(mapping: mapped), model: network.model.name).text(.table, in: output.language))
    }
    return (.file(file, mapped), file.format)
  }

  private func position(in layer: Layer) throws -> [Int] {
    guard layer.shape.extent.count == 2 else {
      guard unit == nil else {
        throw Failure.data("\(model): error: \(layer.name) is a vector: it has no unit at \(unit ?? "")")
      }
      return [0, 0]
    }
    guard let unit else { return layer.shape.extent.map { $0 / 2 } }
    let numbers = unit.split(separator: ",").compactMap { Int($0) }
    guard zip(numbers, layer.shape.extent).allSatisfy({ (0..<$1).contains($0) }) else {
      let ranges = layer.shape.extent.map { "0 to \($0 - 1)" }.joined(separator: ", ")
      throw Failure.data("\(model): error: \(layer.name) has units at \(ranges), not at \(unit)")
    }
    return numbers
  }

  /// Numbers from −1 to 1, for want of a picture: the generator's, as of a tensor called input.
  private func noise(_ shape: Shape) -> [Float] {
    (0..<shape.count).map { index in
      var bits = UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15
      bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
      return Float(bits >> 40) * 0x1p-23 - 1
    }
  }
}
