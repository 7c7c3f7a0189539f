import Architecture
import ArgumentParser
import Models
import PlainText

/// What the classes of a network are called: what predict and evaluate share.
struct LabelOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("A text file with one name a line, in the order of the outputs.", valueName: "file"),
    completion: .file())
  var labels: String?

  /// The classes' names: those of the option, else of the model file.
  func names(for network: Network) throws -> [String]? {
    let count = network.layers[network.layers.count - 1].shape.count
    let names: [String]?
    if let labels {
      let text = String(decoding: try Files.read(labels, limit: 16 << 20), as: UTF8.self)
      names = text.split(whereSeparator: \.isNewline).map(String.init)
    } else {
      switch network.model.labels {
      case .list(let list): names = Models.labels(named: list.rawValue)
      case .names(let list): names = list
      case nil: names = nil
      }
    }
    guard let names else { return nil }
    guard names.count == count else {
      // What the model file names may not be what the network was changed to.
      guard let labels else { return nil }
      throw Failure.data("\(labels): error: \(names.count) labels for \(count) outputs of \(network.model.name)")
    }
    return names
  }
}
