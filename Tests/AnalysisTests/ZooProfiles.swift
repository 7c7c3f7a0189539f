import Analysis
import Architecture
import TestSupport
import Models

/// The names of all models of the zoo.
let zooNames = Models.all.map(\.name)

/// The profile of a model of the zoo.
func zooProfile(
  _ name: String, _ mode: Mode = .inference, convention: Convention = .zoo, batch: Int = 1, overrides: [String] = [],
  size: Int? = nil
) throws -> Profile {
  var network = try zoo(name, set: overrides)
  if let size {
    network = try network.resized(to: Shape(channels: network.input.channels, extent: [size, size]))
  }
  return try Profile(of: network, mode, convention: convention, batch: batch)
}

extension Profile {
  init(
    of network: Network, _ mode: Mode, convention: Convention = .zoo, batch: Int = 1, dataType: DataType = .float32
  ) throws {
    var options = Options()
    options.mode = mode
    options.convention = convention
    options.batch = batch
    options.dataType = dataType
    try self.init(of: network, options: options)
  }

  /// Sums over convolutions, fully connected layers, or the rest.
  func family(_ name: String) throws -> KindTotals {
    guard let family = byFamily.first(where: { $0.kind == name }) else { throw TestFailure("no family \(name)") }
    return family
  }

  /// The row of the layer of that name.
  func row(_ name: String) throws -> Row {
    guard let row = rows.first(where: { $0.layer.name == name }) else { throw TestFailure("no layer \(name)") }
    return row
  }
}
