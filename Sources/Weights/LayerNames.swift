import Architecture

/// Under which names the layers of a network are looked for in a file.
struct LayerNames {
  /// For each layer with tensors, its name in the scheme that fits the file best.
  private let names: [String: String]
  private let dialect: Dialect

  /// Whether no name was known, and layers were matched in the order of the file.
  let isByOrder: Bool

  /// - Parameter found: the layers' names in the file, in its order.
  init(of network: Network, dialect: Dialect, found: [String]) {
    self.dialect = dialect
    let layers = network.layers.filter { !$0.parameters.isEmpty }
    let own = layers.map(\.name)
    var schemes = [own]
    for (_, list) in network.model.names.sorted(by: { $0.key < $1.key }) where list.count == own.count {
      schemes.append(list)
    }
    let there = Set(found.map { LayerNames.plain($0, dialect) })
    func known(_ scheme: [String]) -> Int { scheme.count { there.contains(LayerNames.plain($0, dialect)) } }
    let best = schemes.max { known($0) < known($1) } ?? own
    let inOrder = LayerNames.distinct(found)
    isByOrder = known(best) == 0 && dialect.keepsOrder && !inOrder.isEmpty
    // A file without auxiliary classifiers has the layers of the main path alone.
    let main = layers.filter { $0.auxiliary == nil }.map(\.name)
    let pairs = isByOrder ? Array(zip(inOrder.count == own.count ? own : main, inOrder)) : Array(zip(own, best))
    names = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
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

  /// A name without the marks by which programs divide it: `inception_3a/1x1` is `inception_3a.1x1` in PyTorch, and
  /// `inception_3a_1x1` in Keras.
  static func plain(_ name: String, _ dialect: Dialect) -> String {
    switch dialect {
    case .keras, .keras3: keras(name)
    default: String(name.map { $0 == "/" ? "." : $0 })
    }
  }

  /// A name as Keras takes it: none of its layers may have a slash, nor on PyTorch a dot.
  static func keras(_ name: String) -> String { String(name.map { $0 == "/" || $0 == "." ? "_" : $0 }) }

  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
