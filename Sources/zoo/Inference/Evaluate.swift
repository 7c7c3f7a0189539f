import Architecture
import ArgumentParser
import DataSets
import FileSystem
import Images
import Inference
import Pictures
import PlainText
import Report
import RunReports
import Weights

/// `zoo evaluate`: how often a network is right.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "How often a network is right on examples whose classes are known, and where it is wrong.",
    discussion: """
      The examples are a folder with a folder of pictures for each class; a text file with a line 'path label' for each \
      picture, or CSV; MNIST's files (IDX, gzipped or not): the images, or the folder that they lie in; arrays of images and \
      labels in a .npz or HDF5 file, or in two .npy files (x_test.npy and y_test.npy, or --truth). Labels are names of \
      classes or their numbers, counted from 0; folders of other names are the outputs in the order of the alphabet.

      Pictures, and arrays of whole numbers from 0 to 255, become inputs as for 'zoo predict'. Arrays of floating-point \
      numbers may be pixels or inputs that are prepared already: --preprocessing pixels or none says which.
      """)

  @OptionGroup var running: RunningOptions

  @Option(help: ArgumentHelp("The examples: a folder, a list, or a file of arrays.", valueName: "path"))
  var data: String

  @Option(
    help: ArgumentHelp("The labels, where they lie in a file of their own (.npy, IDX).", valueName: "file"),
    completion: .file())
  var truth: String?

  @Option(
    help: ArgumentHelp(
      "Which arrays of a file are images and labels, as in x_test,y_test; two that fit, unless given.",
      valueName: "names"))
  var arrays: String?

  @OptionGroup var array: ArrayOptions
  @OptionGroup var labels: LabelOption
  @OptionGroup var pictures: PictureOptions

  @Option(help: "How many of the worst mistakes to show.")
  var worst = 10

  @Option(help: ArgumentHelp("A PNG file to draw the confusion matrix into.", valueName: "file"), completion: .file())
  var confusion: String?

  @Option(help: ArgumentHelp("A PNG file to draw the worst mistakes into.", valueName: "file"), completion: .file())
  var mistakes: String?

  @Option(help: "What to write.")
  var format = CheckCommand.CheckFormat.table

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (0...1000).contains(worst) else { throw misuse("--worst is 0 to 1000") }
    guard arrayNames != nil || arrays == nil else {
      throw misuse("--arrays is two names with a comma between them: images,labels")
    }
    if mistakes != nil, worst == 0 { throw misuse("--mistakes draws the worst mistakes, and --worst is 0") }
  }

  private var arrayNames: (images: String, labels: String)? {
    let names = (arrays ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return names.count == 2 && !names.contains("") ? (names[0], names[1]) : nil
  }

  func run() throws {
    try reportingFailures {
      let runnable = try running.load(in: output.language)
      let network = runnable.network.network(for: .inference)
      let names = try labels.names(for: network)
      let classLabels = ClassLabels(names)
      let (evaluation, reader, preparation) = try runningNetworks {
        try readingExamples { try evaluated(network, runnable, names) }
      }
      let preprocessing: Preprocessing? =
        if case .pixels(let preprocessing, _) = preparation { preprocessing } else { nil }
      let report = EvaluationReport(
        model: network.model.name, weights: runnable.path, data: data, preprocessing: preprocessing,
        labels: classLabels, evaluation, titles: evaluation.worst.map { reader.title($0.example) })
      try draw(evaluation, reader, network, evaluation.classes.indices.map { classLabels.short($0, atMost: 16) })
      try output.write(
        format == .json ? report.document.json.text : report.text(in: output.language, canvas: output.canvas))
    }
  }

  /// Reads the examples and runs the network on them.
  private func evaluated(
    _ network: Network, _ runnable: RunnableNetwork, _ names: [String]?
  ) throws -> (Evaluation, InputReader, InputReader.Preparation) {
    var evaluation = try Evaluation(of: network, worst: worst)
    let classes = evaluation.classes.count
    if confusion != nil, classes > ConfusionPicture.most {
      throw Failure.data(
        "\(network.model.name): error: \(classes) classes; --confusion draws \(ConfusionPicture.most) at most")
    }
    let options = DataSet.Options(labels: truth, arrays: arrayNames)
    let data = try DataSet(self.data, classes: classes, names: names, options: options)
    for remark in data.remarks { Console.say("\(data.path): note: \(Evaluate.text(remark))") }
    let preparation = try self.preparation(of: data, for: network, runnable.origin)
    let reader = try InputReader(data.examples, for: network.input, preparation, layout: array.layout)
    try evaluate(data, reader, runnable, network, &evaluation)
    return (evaluation, reader, preparation)
  }

  /// Runs the network on all examples, a batch at a time.
  private func evaluate(
    _ data: DataSet, _ reader: InputReader, _ runnable: RunnableNetwork, _ network: Network,
    _ evaluation: inout Evaluation
  ) throws {
    let batch = Executor.batch(for: network, of: data.count, itemBytes: reader.itemBytes)
    let executor = try Executor(
      network, weights: runnable.weights, options: Executor.Options(batch: batch, threads: running.threads))
    let progress = Progress("evaluating", total: data.count)
    defer { progress.finish() }
    for start in stride(from: 0, to: data.count, by: batch) {
      let items = start..<min(start + batch, data.count)
      var numbers = try reader.numbers(of: items, parallel: executor.parallel)
      // The last batch may be smaller than the network was made ready for.
      numbers += repeatElement(0, count: (batch - items.count) * network.input.count)
      guard let result = try executor.run(numbers).all.last else { continue }
      for item in items { try evaluation.add(result.image(item - start), truth: Int(data.truths[item])) }
      progress.advance(items.count)
    }
  }

  /// Whether examples are pictures, and how they are prepared.
  private func preparation(
    of data: DataSet, for network: Network, _ weights: WeightOrigin
  ) throws -> InputReader.Preparation {
    if case .numbers(let array) = data.examples {
      if pictures.preprocessing == PictureOptions.none { return try pictures.asTheyAre() }
      if pictures.preprocessing == nil, !array.isInteger {
        if network.input.extent.count != 2 { return try pictures.asTheyAre() }
        throw Failure.data(
          "\(array.title): error: \(array.type) numbers may be pixels or inputs that are prepared already; say it: "
            + "--preprocessing none takes them as they are, --preprocessing pixels as pixels from 0 to 255")
      }
    }
    return .pixels(try pictures.preprocessing(of: network, for: weights), inverts: pictures.invert)
  }

  /// Writes the pictures that are asked for.
  private func draw(_ evaluation: Evaluation, _ reader: InputReader, _ network: Network, _ labels: [String]) throws {
    let name = network.model.name
    if let confusion {
      let picture = ConfusionPicture(of: evaluation, model: name, labels: labels, in: output.language)
      try PictureFile.write(picture.image, to: confusion, mayReplace: output.force)
    }
    guard let mistakes else { return }
    guard !evaluation.worst.isEmpty else {
      Console.say("\(mistakes): not written, since there are no mistakes")
      return
    }
    let images = try readingExamples {
      // In the order of the file, which may be one that can only be read forward.
      var images: [Int: Image] = [:]
      for example in evaluation.worst.map(\.example).sorted() { images[example] = try reader.picture(example) }
      return evaluation.worst.compactMap { images[$0.example] }
    }
    guard images.count == evaluation.worst.count else {
      throw Failure.data("\(name): error: --mistakes draws pictures, and the network reads \(network.input)")
    }
    let picture = MistakePicture(of: evaluation, images, model: name, labels: labels, in: output.language)
    try PictureFile.write(picture.image, to: mistakes, mayReplace: output.force)
  }

  private static func text(_ remark: DataSet.Remark) -> Phrase {
    switch remark {
    case .classesByOrder(let first, let last):
      "the folders' names are no names of classes: '\(first)' to '\(last)' are taken for the outputs in the order of the alphabet"
    case .skipped(1): "1 name in the folders of the classes end in neither .png nor .jpg, and are passed over"
    case .skipped(let count):
      "\(count) names in the folders of the classes end in neither .png nor .jpg, and are passed over"
    }
  }
}
