import Architecture

/// Which layer of a network each layer of a reference is, by their names.
///
/// A name is the layer's own, or one of those that the model file lists for other implementations; `/`, `.` and `_` are
/// taken for the same. An activation that a program has inside a layer (`block1_conv1.relu`) is the layer that follows.
struct LayerPairing {
  /// For each name of the reference that was found, the layer's index.
  private(set) var indices: [String: Int] = [:]
  /// Names that no layer has.
  private(set) var unknown: [String] = []

  init(_ names: [String], of network: Network) {
    var byName: [String: Int] = [:]
    let withTensors = network.layers.indices.filter { !network.layers[$0].parameters.isEmpty }
    for (_, list) in network.model.names.sorted(by: { $0.key < $1.key }) where list.count == withTensors.count {
      for (name, index) in zip(list, withTensors) { byName[LayerPairing.plain(name)] = index }
    }
    for (index, layer) in network.layers.enumerated().dropFirst() { byName[LayerPairing.plain(layer.name)] = index }
    let exact = Dictionary(
      network.layers.enumerated().dropFirst().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let consumers = network.consumers
    var taken: Set<Int> = []
    // Exact names first: two names of a reference may be alike but for their marks.
    for name in names.sorted(by: { (exact[$0] == nil ? 1 : 0, $0) < (exact[$1] == nil ? 1 : 0, $1) }) {
      let found =
        exact[name] ?? byName[LayerPairing.plain(name)] ?? LayerPairing.inside(name, byName, network, consumers)
      if let found, taken.insert(found).inserted { indices[name] = found } else { unknown.append(name) }
    }
    unknown.sort()
  }

  /// The layer that a reference calls `conv.relu`: the one of that kind that reads `conv`.
  private static func inside(
    _ name: String, _ byName: [String: Int], _ network: Network, _ consumers: [[Int]]
  ) -> Int? {
    guard let dot = name.lastIndex(of: "."), let layer = byName[plain(String(name[..<dot]))] else { return nil }
    let kind = name[name.index(after: dot)...]
    return consumers[layer].first { network.layers[$0].kind.name == kind }
  }

  private static func plain(_ name: String) -> String { String(name.map { $0 == "/" || $0 == "." ? "_" : $0 }) }
}
