import Architecture
import ArgumentParser
import Inference
import Pictures

/// `zoo features`: what a layer makes of a picture, as a picture.
struct Features: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "A picture of a layer's feature maps for a picture (PNG or JPEG).")

  @OptionGroup var running: RunningOptions

  @Argument(help: "A picture.", completion: .file())
  var picture: String

  @Option(help: "A layer's name.", completion: layerCompletion)
  var layer: String

  @Option(help: "What black and white are: the smallest and largest number of each map, or of the whole layer.")
  var scale = Scale.map

  enum Scale: String, CaseIterable, ExpressibleByArgument {
    case map, layer
  }

  @OptionGroup var pictures: PictureOptions
  @OptionGroup var output: PictureOutput

  func run() throws {
    try reportingFailures {
      let runnable = try running.load(needing: [layer], in: output.language)
      let network = runnable.network.network(for: .inference)
      let layer = try network.chosenLayer(layer)
      let preprocessing = try pictures.preprocessing(of: network, for: runnable.origin)
      let input = try pictures.input(picture, preprocessing, for: network)
      let drawn = try runningNetworks {
        let executor = try Executor(
          network, weights: runnable.weights,
          options: Executor.Options(threads: running.threads, keeps: .layers([layer.name])))
        guard let activation = try executor.run(input.numbers)[layer.name] else {
          throw InferenceError("\(layer.name) gave nothing")
        }
        return FeaturePicture(of: activation, scalesEachMap: scale == .map, in: output.language)
      }
      try output.write(drawn.image)
      Files.write(drawn.summary.joined(separator: "\n") + "\n", to: 1)
    }
  }
}
