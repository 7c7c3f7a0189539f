import ArgumentParser
import Weights

/// `zoo weights import`: weights of any format into zoo's own.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Convert weights of any format to zoo's own.",
    discussion: "Nothing is written unless every tensor of the model is there and fits.")

  @OptionGroup var conversion: ConversionOptions

  func run() throws { try conversion.run(to: .zoo) }
}

/// `zoo weights export`: weights of any format into any other.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Convert weights of any format to that of another program.",
    discussion: "Nothing is written unless every tensor of the model is there and fits.")

  @OptionGroup var conversion: ConversionOptions

  @Option(help: "The program that will read them.")
  var to: Target

  enum Target: String, CaseIterable, ExpressibleByArgument {
    case caffe, keras, keras3, pytorch, safetensors, zoo

    var format: WeightFormat { WeightFormat(rawValue: rawValue) ?? .zoo }
  }

  func run() throws { try conversion.run(to: to.format) }
}
