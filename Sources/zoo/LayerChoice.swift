import Architecture
import PlainText

extension Network {
  /// The layer of a name.
  ///
  /// - Throws: `Failure` with the nearest names.
  func chosenLayer(_ name: String) throws -> Layer {
    if let layer = body.first(where: { $0.name == name }) { return layer }
    let hint = NearestWord.hint(for: name, among: body.map(\.name))
    throw Failure.data("\(model.name): error: no layer is called '\(name)'\(hint)")
  }

  /// The layers of those names, in the order of the network.
  ///
  /// - Throws: `Failure` for the first name that no layer has.
  func chosenLayers(_ names: [String]) throws -> [Layer] {
    for name in names { _ = try chosenLayer(name) }
    return body.filter { names.contains($0.name) }
  }
}
