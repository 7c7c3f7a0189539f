import Analysis
import Architecture
import ArgumentParser
import Images
import Inference
import Pictures
import PlainText
import Report
import Weights

extension EffectiveField.Definition: ExpressibleByArgument {}

/// `zoo receptive-field`: what one unit sees, as a picture.
struct ReceptiveFieldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receptive-field",
    abstract: "A picture of what one unit of a layer sees, in theory, by experiment and by its gradient.",
    discussion: """
      The rectangle is the theory; its hatched part lies in the padding. --experiment changes the pixels block by block and \
      shows where the unit really changed, with the weights of --weights, or with synthetic ones. --effective shows how \
      strongly the unit depends on each pixel: its gradient, over the pictures of --images or over --random inputs.
      """)

  @OptionGroup var options: UnitOptions

  @Option(
    help: ArgumentHelp("A picture to draw on, and to change; a grid, unless given.", valueName: "file"),
    completion: .file())
  var image: String?

  @Flag(help: "Measure what changes the unit.")
  var experiment = false

  @Flag(help: "Compute the effective receptive field.")
  var effective = false

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Pictures, or folders of them, for the effective field.", valueName: "file"), completion: .file()
  )
  var images: [String] = []

  @Option(help: ArgumentHelp("So many inputs of random numbers, for want of pictures.", valueName: "count"))
  var random = 20

  @Option(
    help: """
      What is drawn of the gradients at a pixel: signed, the magnitude of their mean; absolute, the mean of magnitudes; \
      rectified, the mean of those above 0, as RepLKNet has it; squared, the mean of squares, as Luo et al. compute it.
      """)
  var definition = EffectiveField.Definition.absolute

  @Option(help: "The unit's channel, counted from 0; the sum of all, unless given.")
  var channel: Int?

  @Option(help: "What to write of an effective field, beside the picture.")
  var format = CheckCommand.CheckFormat.table

  @OptionGroup var pictures: PictureOptions
  @OptionGroup var output: PictureOutput

  func validate() throws {
    guard (1...1_000_000).contains(random) else { throw misuse("--random is 1 to 1000000") }
    guard !effective || !experiment else { throw misuse("--effective and --experiment make a picture each") }
    guard effective || (images.isEmpty && channel == nil) else {
      throw misuse("--images and --channel go with --effective")
    }
  }

  func run() throws {
    try reportingFailures {
      let (whole, network) = try options.networks()
      let chosen = try network.chosenLayer(options.layer)
      let index = network.layers.firstIndex { $0.name == chosen.name } ?? 0
      let seen = UnitField.image(of: index, in: network)
      guard seen == network.input else {
        throw Failure.data(
          "\(options.model): error: \(chosen.name) sees \(seen), and pictures are drawn of \(network.input)")
      }
      let unit = try options.position(in: chosen)
      let (source, origin) =
        try experiment || effective ? options.source(for: whole, in: output.language) : (nil, nil)
      let input = try image.map {
        try pictures.input($0, try pictures.preprocessing(of: network, for: origin), for: network)
      }
      if effective, let source {
        return try runEffective(network, index, unit, source, origin, on: input?.fitted)
      }
      var measured: FieldExperiment?
      if let source {
        let progress = Progress("changing pixels", total: 1000)
        var shown = 0
        measured = try runningNetworks {
          try FieldExperiment(
            of: unit, layer: index, in: network, weights: source,
            input: input?.numbers ?? UnitOptions.noise(network.input)
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
      let note = experiment && options.weights == nil ? [output.language.text("pictures.synthetic")] : []
      Files.write((picture.summary + note).joined(separator: "\n") + "\n", to: 1)
    }
  }

  private func runEffective(
    _ network: Network, _ index: Int, _ unit: [Int], _ source: ParameterSource, _ origin: WeightOrigin?,
    on picture: Image?
  ) throws {
    try options.check(channel: channel, of: network.layers[index])
    let files = try images.flatMap { try PictureFile.files(in: $0) }
    let preprocessing = try files.isEmpty ? nil : pictures.preprocessing(of: network, for: origin)
    let progress = Progress("computing gradients", total: files.isEmpty ? random : files.count)
    let field = try runningNetworks {
      try EffectiveField(
        of: unit, channel: channel, layer: index, in: network, weights: source,
        images: files.isEmpty ? random : files.count,
        input: { number in
          guard let preprocessing else { return UnitOptions.noise(network.input, number: number) }
          return try pictures.input(files[number], preprocessing, for: network).numbers
        }, progress: { _ in progress.advance(1) })
    }
    progress.finish()
    let report = EffectiveFieldReport(
      field, definition, of: network, isRandom: files.isEmpty, weights: options.weights)
    try output.write(report.picture(on: picture, in: output.language))
    Files.write(
      format == .json
        ? report.document.json.text : report.text(in: output.language, canvas: Terminal.canvas), to: 1)
  }
}
