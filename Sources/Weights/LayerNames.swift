import Architecture

/// Under which names the layers of a network are looked for in a file.
struct LayerNames {
  /// For each layer with tensors, its name in the scheme that fits the file best.
  private let names: [String: String]
  private let dialect: Dialect

  /// - Parameter found: the layers' names in the file.
  init(of network: Network, dialect: Dialect, found: [String]) {
    self.dialect = dialect
    let layers = network.layers.filter { !$0.parameters.isEmpty }.map(\.name)
    var schemes = [layers]
    for (_, list) in network.model.names.sorted(by: { $0.key < $1.key }) where list.count == layers.count {
      schemes.append(list)
    }
    if dialect == .theano { schemes = [LayerNames.inOrder(found)] }
    let there = Set(found.map(LayerNames.plain))
    let best = schemes.max { a, b in
      a.count { there.contains(LayerNames.plain($0)) } < b.count { there.contains(LayerNames.plain($0)) }
    }
    names = Dictionary(zip(layers, best ?? layers), uniquingKeysWith: { first, _ in first })
  }

  /// The names to try for a layer's tensor, the likeliest first.
  func candidates(for layer: Layer, _ part: WeightTensor.Part) -> [String] {
    let name = names[layer.name] ?? layer.name
    // Caffe keeps batch normalization's scale and shift in a layer of their own.
    if dialect == .caffe, layer.kind is BatchNormalization, part == .weight || part == .bias {
      return [LayerNames.scale(of: name), "\(name)/scale", name]
    }
    return [name]
  }

  /// The name of Caffe's Scale layer beside a BatchNorm: `scale1_1` for `bn1_1`, else with `_scale` behind it.
  static func scale(of name: String) -> String {
    guard let slash = name.lastIndex(of: "/") else { return scaleWord(name) }
    return name[...slash] + scaleWord(String(name[name.index(after: slash)...]))
  }

  private static func scaleWord(_ word: String) -> String {
    if word.hasPrefix("bn") { return "scale" + word.dropFirst(2) }
    if word.hasSuffix("bn") { return word.dropLast(2) + "scale" }
    return word + "_scale"
  }

  /// A name without the marks by which programs divide it: `inception_3a/1x1` is `inception_3a.1x1` in PyTorch.
  static func plain(_ name: String) -> String { String(name.map { $0 == "/" ? "." : $0 }) }

  /// The distinct names in the order of the file, which is that of the network.
  private static func inOrder(_ found: [String]) -> [String] {
    var seen: Set<String> = []
    return found.filter { seen.insert($0).inserted }
  }
}
