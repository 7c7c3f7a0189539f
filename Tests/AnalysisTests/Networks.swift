import Architecture
import TestSupport

extension Network {
  /// The index of the layer of that name.
  func index(_ name: String) throws -> Int {
    guard let index = layers.firstIndex(where: { $0.name == name }) else { throw TestFailure("no layer \(name)") }
    return index
  }
}
