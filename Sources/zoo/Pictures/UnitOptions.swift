import Architecture
import ArgumentParser
import Inference
import PlainText
import Report
import RunReports
import Weights

/// A unit of a layer, and the weights it has: what the commands share that ask what a unit depends on.
struct UnitOptions: ParsableArguments {
  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String

  @Option(help: "A layer's name.", completion: layerCompletion)
  var layer: String

  @Option(
    help: ArgumentHelp(
      "A unit of the layer, counted from 0: row,column; the middle one, unless given.", valueName: "y,x"))
  var unit: String?

  @Option(
    help: ArgumentHelp("A weight file, in any format; synthetic weights, unless given.", valueName: "file"),
    completion: .file())
  var weights: String?

  @OptionGroup var mapping: MappingOptions

  func validate() throws {
    guard let unit else { return }
    let numbers = unit.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, numbers.allSatisfy({ $0 != nil }) else {
      throw misuse("--unit '\(unit)' is no position; write row,column, counted from 0")
    }
  }

  /// The network with its auxiliary classifiers, and as it runs.
  ///
  /// - Throws: `Failure` where it reads no picture.
  func networks() throws -> (whole: Network, inference: Network) {
    let whole = try ModelLoader.network(model, overrides: mapping.set)
    let network = whole.network(for: .inference)
    guard network.input.extent.count == 2 else {
      throw Failure.data("\(model): error: it reads \(network.input), which is no picture")
    }
    return (whole, network)
  }

  /// The weights, and who writes such weights.
  func source(for network: Network, in language: Language) throws -> (weights: ParameterSource, origin: WeightOrigin?) {
    guard let weights else { return (.generator(Generator(seed: 0, scheme: .he)), nil) }
    let file = try openWeights(weights, of: network.model)
    let mapped = Mapping(of: file, onto: network, flipsChannels: mapping.flipChannels)
    guard mapped.isComplete else {
      throw Failure.data(
        Phrase(
          verbatim: CheckReport(file, Check(mapping: mapped), model: network.model.name).text(.table, in: language)))
    }
    return (.file(file, mapped), WeightOrigin(of: file, for: network.model))
  }

  /// The unit's row and column; 0 and 0 in a vector.
  func position(in layer: Layer) throws -> [Int] {
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

  /// Refuses a channel that is not there.
  func check(channel: Int?, of layer: Layer) throws {
    guard let channel, !(0..<layer.shape.channels).contains(channel) else { return }
    throw Failure.data("\(model): error: \(layer.name) has channels 0 to \(layer.shape.channels - 1), not \(channel)")
  }

  /// Numbers from −1 to 1, for want of a picture: the generator's, as of a tensor called input.
  ///
  /// - Parameter number: of the input, counted from 0; each has others.
  static func noise(_ shape: Shape, number: Int = 0) -> [Float] {
    (0..<shape.count).map { index in
      var bits = UInt64(number * shape.count + index + 1) &* 0x9E37_79B9_7F4A_7C15
      bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
      return Float(bits >> 40) * 0x1p-23 - 1
    }
  }
}
