import Architecture
import ArgumentParser
import Explorer
import Images
import Inference
import Pictures
import PlainText
import Report
import Weights

/// Weights and a picture, whose maps, kernels, classes and gradient a page shows: what report and open share.
struct PagePictures: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Weights for the page's picture, as 'zoo predict' takes them; for --format html with --image.", valueName: "file"),
    completion: .file())
  var weights: String?

  @Option(
    help: ArgumentHelp(
      "A picture (PNG or JPEG) that the network runs on: the page shows feature maps, kernels, classes and the gradient, "
        + "as many as go into \(PictureRun.mostBytes / 1_000_000) MB.", valueName: "file"),
    completion: .file())
  var image: String?

  @OptionGroup var labels: LabelOption
  @OptionGroup var pictures: PictureOptions

  /// Classes in the page.
  private static let classes = 5

  /// What is wrong with these options together with others; nil where nothing is.
  func problem(models: Int, _ options: NetworkOptions) -> Phrase? {
    guard image != nil else { return weights == nil ? nil : "--weights needs a picture to show: --image" }
    if models != 1 { return "--image takes one model" }
    return options.input == nil ? nil : "--image shows a network at its own size, and takes no --input"
  }

  /// Runs the network of a page on the picture; nil without one.
  ///
  /// - Parameter pageBytes: of the page without it, asked where there is a picture.
  /// - Throws: `Failure` also where the picture, as the network reads it, does not fit beside the page.
  func run(
    _ model: String, _ options: NetworkOptions, pageBytes: () -> Int, in language: Language
  ) throws -> PictureRun? {
    guard let image else { return nil }
    PictureWorker.prepare()
    let running = try RunningOptions.parse(
      (weights.map { ["--weights=\($0)"] } ?? []) + options.set.map { "--set=\($0)" } + ["--", model])
    let runnable = try running.load(in: language)
    let network = runnable.network.network(for: .inference)
    let preprocessing = try pictures.preprocessing(of: network, for: runnable.origin)
    let names = try labels.names(for: network)
    let input = try pictures.input(image, preprocessing, for: network)
    let kernels = NetworkParameter.all(of: network).filter {
      $0.isKernel && $0.declaration.name == "weight" && PlaneSheet.Layout(kernels: $0) != nil
    }
    return try runningNetworks {
      let executor = try Executor(network, weights: runnable.weights, options: Executor.Options(keeps: .all))
      let activations = try executor.run(input.numbers)
      let prediction = try Prediction(activations.all.last?.values ?? [], of: network, count: PagePictures.classes)
      let gradient = try gradient(of: prediction.best.first?.index, input.numbers, network, runnable)
      let fields = try effectiveFields(of: image, input.numbers, network, runnable)
      func drawn(within most: Int) throws -> PictureRun {
        var sheets: [String: PictureRun.LayerSheets] = [:]
        for activation in activations.all {
          let parameter = kernels.first { $0.layer.name == activation.layer }
          let filters = try parameter.flatMap { parameter in
            PlaneSheet(
              kernels: parameter, numbers: try readingWeights { try runnable.weights.numbers(of: parameter) },
              isBGR: preprocessing.channels == .bgr, within: most)
          }
          sheets[activation.layer] = PictureRun.LayerSheets(
            output: try PlaneSheet(of: activation, within: most).map(PagePictures.sheet),
            kernels: try filters.map(PagePictures.sheet), field: fields[activation.layer],
            areInColor: parameter?.readsColor ?? false, isVector: activation.shape.isVector)
        }
        return PictureRun(
          name: image.split(separator: "/").last.map(String.init) ?? image, picture: try input.fitted.png(),
          gradient: try gradient.png(),
          classes: prediction.best.map { (name: names?[$0.index] ?? String($0.index), value: $0.value) },
          areShares: prediction.measure == .probability, layers: sheets)
      }
      return try PictureFile.failing(image) {
        let room = PictureRun.room(besides: pageBytes(), layers: network.body.count)
        // What fits as it is drawn; as PNG it is smaller as a rule, so that once more may fit.
        let most = PagePictures.share(of: room, among: network, kernels)
        let first = try drawn(within: most)
        guard first.pictureBytes <= room else {
          let least = try drawn(within: 0)
          guard least.pictureBytes <= room else {
            throw Failure.data(
              "\(image): error: as the network reads it it is too large for a page of \(PictureRun.mostBytes) bytes")
          }
          return least
        }
        let scale = Double(room) / Double(max(1, first.pictureBytes))
        guard scale > 1.25 else { return first }
        let second = try drawn(within: Int(min(Double(most) * scale * 0.8, 0x1p24)))
        return second.pictureBytes <= room ? second : first
      }
    }
  }

  /// Points of each sheet at most, so that all of them have no more bytes than there is room.
  private static func share(of room: Int, among network: Network, _ kernels: [NetworkParameter]) -> Int {
    let outputs = network.body.compactMap { PlaneSheet.Layout(of: $0.shape) }.map { (layout: $0, bytes: 1) }
    let filters = kernels.compactMap { parameter in
      PlaneSheet.Layout(kernels: parameter).map { (layout: $0, bytes: parameter.readsColor ? 3 : 1) }
    }
    // A PNG that does not compress is a little larger than its points.
    return PlaneSheet.share(of: room / 8 * 7, among: outputs + filters)
  }

  /// The effective receptive field of the middle unit, by the names of the layers whose windows make the field larger.
  private func effectiveFields(
    of image: String, _ numbers: [Float], _ network: Network, _ runnable: RunnableNetwork
  ) throws -> [String: PictureRun.FieldPicture] {
    let indices = network.layers.indices.filter { index in
      let layer = network.layers[index]
      let windows = layer.inputs.first.map { layer.kind.windows(on: network.layers[$0].shape) } ?? []
      return layer.shape.extent.count == 2 && windows.contains { $0.kernel > 1 }
    }
    let progress = Progress("computing gradients", total: indices.count)
    defer { progress.finish() }
    var fields: [String: PictureRun.FieldPicture] = [:]
    for index in indices {
      let field = try EffectiveField(
        of: network.layers[index].shape.extent.map { $0 / 2 }, layer: index, in: network, weights: runnable.weights,
        images: 1, input: { _ in numbers })
      progress.advance(1)
      guard let heat = field.heats[.absolute] else { continue }
      let sides = zip(EffectiveField.shares, field.sides(.absolute)).filter { $0.0 >= 0.5 }.map { $0.1 }
      fields[field.layer] = PictureRun.FieldPicture(
        png: try PictureFile.failing(image) { try heat.picture.png() }, sides: sides)
    }
    return fields
  }

  /// How the likeliest class's score changes with each pixel: of the layer before a softmax, whose own gradient vanishes.
  private func gradient(
    of best: Int?, _ numbers: [Float], _ network: Network, _ runnable: RunnableNetwork
  ) throws -> Image {
    var index = network.layers.count - 1
    if network.layers[index].kind is Softmax { index = network.layers[index].inputs[0] }
    let layer = network.layers[index]
    let run = try GradientRun(network.part(upTo: index), weights: runnable.weights)
    let found = try run.run(numbers, of: Objective(layer.name, channel: best, position: nil))
    return try GradientReport(
      found, of: layer, channel: best, position: nil, in: network, weights: runnable.path
    ).saliencyPicture
  }

  private static func sheet(_ sheet: PlaneSheet) throws(ImageError) -> PictureRun.Sheet {
    PictureRun.Sheet(
      png: try sheet.image.png(), width: sheet.image.width, height: sheet.image.height,
      planeWidth: sheet.layout.width, planeHeight: sheet.layout.height, across: sheet.across,
      row: sheet.layout.row ?? 1, shown: sheet.shown, count: sheet.layout.count, smallest: Double(sheet.smallest),
      largest: Double(sheet.largest))
  }
}
