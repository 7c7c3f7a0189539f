import Architecture
import ArgumentParser
import Pictures
import PlainText
import Weights

/// `zoo filters`: a layer's kernels as a picture.
struct Filters: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filters",
    abstract: "A picture of a layer's kernels.",
    discussion: """
      Kernels of the first layer that read RGB are shown in color, others as a plane for each input channel. Each is scaled \
      by its own largest magnitude: zero is the middle gray.
      """)

  @OptionGroup var running: RunningOptions

  @Option(help: "A layer's name; the first with kernels, unless given.", completion: layerCompletion)
  var layer: String?

  @OptionGroup var pictures: PictureOptions
  @OptionGroup var output: PictureOutput

  func run() throws {
    try reportingFailures {
      let runnable = try running.load(needing: layer.map { [$0] }, in: output.language)
      let network = runnable.network
      let parameters = NetworkParameter.all(of: network).filter { $0.isKernel && $0.declaration.name == "weight" }
      let chosen = try layer.map { try network.chosenLayer($0) }
      guard let parameter = parameters.first(where: { chosen == nil || $0.layer.name == chosen?.name }) else {
        throw Failure.data(
          chosen.map { "\(network.model.name): error: \($0.name) has no kernels" }
            ?? "\(network.model.name): error: it has no kernels")
      }
      let numbers = try readingWeights { try runnable.weights.numbers(of: parameter) }
      let isBGR = (try? pictures.preprocessing(of: network, for: runnable.origin))?.channels == .bgr
      let picture = KernelPicture(of: parameter, numbers: numbers, isBGR: isBGR, in: output.language)
      try output.write(picture.image)
      Files.write(picture.summary.joined(separator: "\n") + "\n", to: 1)
    }
  }
}
