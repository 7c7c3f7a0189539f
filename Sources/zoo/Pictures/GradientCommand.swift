import Architecture
import ArgumentParser
import Images
import Inference
import Pictures
import PlainText
import Report
import Weights

/// `zoo gradient`: how a unit, a channel or a class's score changes with each pixel, as a picture.
struct GradientCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradient",
    abstract: "A picture of the gradient of a unit, a channel or a class's score with respect to the input.",
    discussion: """
      Of feature maps it is the sum of all numbers, or of one --channel, at one --unit; of a vector the largest number, or that of \
      --channel. The picture shows the saliency, the largest magnitude over the input's channels (Simonyan et al. 2014), and the \
      gradient with its sign. Ask for scores and not for their softmax, whose gradient is almost 0 where the network is sure.
      """)

  @OptionGroup var options: UnitOptions

  @Option(
    help: ArgumentHelp("A picture; random numbers, unless given.", valueName: "file"), completion: .file())
  var image: String?

  @Option(help: "A channel, or a number of a vector, counted from 0.")
  var channel: Int?

  @Option(
    help: ArgumentHelp(
      "An HDF5 file for the gradients with respect to the input and every layer before, as 'zoo run' writes outputs.",
      valueName: "file"), completion: .file())
  var gradients: String?

  @Option(help: "Threads that compute; as many as the machine has, unless given.")
  var threads: Int?

  @Option(help: "What to write, beside the picture.")
  var format = CheckCommand.CheckFormat.table

  @OptionGroup var pictures: PictureOptions
  @OptionGroup var output: PictureOutput

  func validate() throws {
    if let threads, !(1...1024).contains(threads) { throw misuse("--threads is 1 to 1024") }
  }

  func run() throws {
    try reportingFailures {
      let (whole, network) = try options.networks()
      let layer = try network.chosenLayer(options.layer)
      try options.check(channel: channel, of: layer)
      let position = try options.unit.map { _ in try options.position(in: layer) }
      let (source, origin) = try options.source(for: whole, in: output.language)
      let input = try image.map {
        try pictures.input($0, try pictures.preprocessing(of: network, for: origin), for: network)
      }
      let numbers = input?.numbers ?? UnitOptions.noise(network.input)
      let index = network.layers.firstIndex { $0.name == layer.name } ?? 0
      let report = try runningNetworks {
        let part = network.part(upTo: index)
        let run = try GradientRun(
          part, weights: source,
          options: GradientRun.Options(threads: threads, layers: gradients == nil ? .inputs : .all))
        var channel = channel
        if channel == nil, layer.shape.isVector {
          let values = try run.run(numbers, of: Objective(layer.name)).activations[layer.name]?.values ?? []
          channel = values.indices.max { values[$0] < values[$1] }
        }
        let found = try run.run(numbers, of: Objective(layer.name, channel: channel, position: position))
        if let gradients { try write(found, of: part, to: gradients) }
        return try GradientReport(
          found, of: layer, channel: channel, position: position, in: network, weights: options.weights)
      }
      try output.write(report.picture(on: input?.fitted, in: output.language))
      Files.write(format == .json ? report.document.json.text : report.text(in: output.language), to: 1)
    }
  }

  private func write(_ gradients: Gradients, of network: Network, to path: String) throws {
    let layers = network.body.filter { gradients.layers[$0.name] != nil }
    let writer = try ActivationWriter(
      path, of: network, layers: layers, batch: 1, reference: "zoo \(Zoo.configuration.version)",
      mayReplace: output.force)
    try writer.write(gradients.layers[network.layers[0].name]?.values ?? [], gradients.layers, from: 0)
    if let warning = try writer.commit() { Files.write(warning, to: 2) }
  }
}
