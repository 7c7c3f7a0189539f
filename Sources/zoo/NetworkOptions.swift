import Analysis
import Architecture
import ArgumentParser
import Import
import Models
import PlainText
import Report

extension Mode: ExpressibleByArgument {}
extension DataType: ExpressibleByArgument {}
extension Convention: ExpressibleByArgument {}

/// How networks are read and what they are analyzed for: the options that analyze, explain and compare share.
struct NetworkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Size of the input: 3x320x320, or 320 for a square.", valueName: "size"))
  var input: String?

  @Option(help: "Images at a time.")
  var batch = 1

  @Option(help: "What the network runs for; training counts auxiliary classifiers and keeps activations.")
  var mode = Mode.inference

  @Option(name: .customLong("type"), help: "How numbers are stored, for bytes.")
  var dataType = DataType.float32

  @Option(help: "Count operations as this tool does.")
  var convention = Convention.zoo

  @Option(
    help: ArgumentHelp(
      """
      Change a layer's argument (conv1.stride=2), or put other layers in its place \
      ('conv2=[{conv: 256, kernel: 3}, relu]'; 'fc7=[]' puts none there and so deletes it). May be given several times.
      """, valueName: "change"))
  var set: [String] = []

  @Flag(help: "Go on where another program's file has operations that nobody described; totals are lower bounds then.")
  var allowUnknown = false

  @OptionGroup var machine: MachineOptions

  func validate() throws {
    guard batch >= 1 else { throw misuse("--batch is at least 1") }
    if let input, Shape.dimensions(of: input) == nil {
      throw misuse("--input '\(input)' is no size; write 3x224x224, or 224 for a square")
    }
  }

  private func profileOptions() throws -> Profile.Options {
    var options = Profile.Options()
    options.mode = mode
    options.batch = batch
    options.dataType = dataType
    options.convention = convention
    options.machine = try machine.machine(for: dataType)
    return options
  }

  /// The network with the asked-for changes and input size, auxiliary classifiers left out where the mode says so.
  ///
  /// - Parameters:
  ///   - changes: nil for those of `--set`.
  ///   - mode: nil for that of `--mode`.
  func network(
    _ model: String, changes: [String]? = nil, mode: Mode? = nil,
    in language: Language = .english
  ) throws -> Network {
    var imports = ImportOptions()
    imports.input = input.flatMap { Shape.dimensions(of: $0) } ?? []
    imports.mode = mode ?? self.mode
    let network = try ModelLoader.load(
      model, overrides: changes ?? set, options: imports, allowsUnknown: allowUnknown
    ).network
    guard let input else { return network }
    let shape = try inputShape(input, of: network)
    // Auxiliary classifiers need not fit where they are left out.
    let inMode = network.network(for: mode ?? self.mode)
    do {
      return try inMode.resized(to: shape)
    } catch {
      throw Failure.data(Phrase(verbatim: ResizeReport(error, of: inMode, to: shape).text(in: language)))
    }
  }

  func profile(
    _ model: String, changes: [String]? = nil, mode: Mode? = nil,
    in language: Language = .english
  ) throws -> Profile {
    do {
      var options = try profileOptions()
      if let mode { options.mode = mode }
      return try Profile(
        of: try network(model, changes: changes, mode: mode, in: language), options: options)
    } catch let error as SizeError {
      throw Failure.data("\(model): error: \(error)")
    }
  }

  private func inputShape(_ text: String, of network: Network) throws -> Shape {
    var dimensions = Shape.dimensions(of: text) ?? []
    let axes = network.input.extent.count
    if dimensions.count == 1, axes > 0 { dimensions = Array(repeating: dimensions[0], count: axes) }
    if dimensions.count == axes, axes > 0 { dimensions.insert(network.input.channels, at: 0) }
    if axes == 2, dimensions.count == 3, dimensions[0] != network.input.channels,
      dimensions[2] == network.input.channels
    {
      throw Failure.data(
        "\(network.model.name): error: --input \(text) has the channels last; they come first: "
          + "\(dimensions[2])x\(dimensions[0])x\(dimensions[1])")
    }
    guard dimensions.count == axes + 1 else {
      throw Failure.data(
        "\(network.model.name): error: --input \(text) has \(dimensions.count) sizes, and the network's input is "
          + "\(network.input)")
    }
    do {
      return try Shape(channels: dimensions[0], extent: Array(dimensions.dropFirst()))
    } catch {
      throw Failure.data("\(network.model.name): error: --input \(text): \(error)")
    }
  }
}
