import Architecture

/// Under which names the layers of a network are looked for in a file.
struct LayerNames {
  /// For each layer with tensors, its name in the scheme that fits the file best.
  private let names: [String: String]
  private let format: WeightFormat

  /// Whether no name was known, and layers were matched in the order of the file.
  let isByOrder: Bool

  /// - Parameter tensors: those of the file, in its order.
  init(of network: Network, format: WeightFormat, tensors: [WeightTensor]) {
    self.format = format
    let found = tensors.map(\.layer)
    let layers = network.layers.filter { !$0.parameters.isEmpty }
    let own = layers.map(\.name)
    var schemes = [own]
    for (_, list) in network.model.names.sorted(by: { $0.key < $1.key }) where list.count == own.count {
      schemes.append(list)
    }
    let plain = format.description.plain
    let there = Set(found.map { plain($0) })
    func known(_ scheme: [String]) -> Int { scheme.count { there.contains(plain($0)) } }
    let best = schemes.max { known($0) < known($1) } ?? own
    let inOrder = LayerNames.distinct(found)
    let isUnknown = known(best) == 0 && !inOrder.isEmpty
    let placed = isUnknown ? format.description.placed(layers, in: network, among: tensors) : [:]
    isByOrder = isUnknown && (format.description.keepsOrder || !placed.isEmpty)
    guard placed.isEmpty else {
      names = placed
      return
    }
    // A file without auxiliary classifiers has the layers of the main path alone.
    let main = layers.filter { $0.auxiliary == nil }.map(\.name)
    let pairs = isByOrder ? Array(zip(inOrder.count == own.count ? own : main, inOrder)) : Array(zip(own, best))
    names = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// The names to try for a layer's tensor, the likeliest first.
  func candidates(for layer: Layer, _ part: WeightTensor.Part) -> [String] {
    format.description.candidates(names[layer.name] ?? layer.name, for: layer, part)
  }

  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
