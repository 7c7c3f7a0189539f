import Architecture

/// Where a network differs from the one whose weights a file holds, though every tensor fits: another activation, pooling,
/// stride or padding. The file has to say what its network is: a whole model of Keras does.
public struct ConfigurationDifference: Hashable, Sendable {
  /// The network's layer: one with parameters, or the one behind which the difference is.
  public let layer: String
  public let what: What
  /// As the file has it, and as the network has it; empty where there is none.
  public let stored: String
  public let own: String

  public enum What: String, Sendable {
    case activation, pooling, stride, padding, dilation
  }

  public init(layer: String, what: What, stored: String, own: String) {
    self.layer = layer
    self.what = what
    self.stored = stored
    self.own = own
  }
}

extension ConfigurationDifference {
  /// Compares layer by layer what does not show in the shapes of the tensors.
  ///
  /// - Parameters:
  ///   - stored: the network that the file describes; its layers bear the names that its tensors have.
  ///   - mapping: which tensor fills which parameter.
  public static func all(between stored: Network, and network: Network, by mapping: Mapping)
    -> [ConfigurationDifference]
  {
    let layers = Dictionary(stored.layers.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let indices = Dictionary(network.layers.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let (theirs, ours) = (Followers(stored), Followers(network))
    var seen: Set<String> = []
    var differences: [ConfigurationDifference] = []
    for match in mapping.matches where seen.insert(match.parameter.layer.name).inserted {
      guard let other = layers[match.tensor.layer], let own = indices[match.parameter.layer.name] else { continue }
      differences += windows(stored.layers[other], match.parameter.layer)
      let (there, here) = (theirs.kinds(behind: other), ours.kinds(behind: own))
      for what in [What.activation, .pooling] {
        let (a, b) = (words(there, what), words(here, what))
        if a != b { differences.append(.init(layer: match.parameter.layer.name, what: what, stored: a, own: b)) }
      }
    }
    return differences
  }

  /// What two layers with the same kernels do with them.
  private static func windows(_ stored: Layer, _ own: Layer) -> [ConfigurationDifference] {
    let (a, b) = (stored.windows, own.windows)
    guard a.count == b.count, type(of: stored.kind) == type(of: own.kind) else { return [] }
    var differences: [ConfigurationDifference] = []
    func compare(_ what: What, _ text: (Window) -> String) {
      let (there, here) = (a.map(text), b.map(text))
      if there != here {
        let separator = what == .padding ? ", " : "×"
        differences.append(
          .init(
            layer: own.name, what: what, stored: there.joined(separator: separator),
            own: here.joined(separator: separator)))
      }
    }
    compare(.stride) { "\($0.stride)" }
    compare(.dilation) { "\($0.dilation)" }
    // Padding that depends on the input's size is the same only on inputs of the same size.
    let attribute = { (layer: Layer) in layer.kind.attributes.first { $0.name == "pad" } }
    if attribute(stored)?.value != attribute(own)?.value, stored.inputShapes[0].extent == own.inputShapes[0].extent {
      compare(.padding) { "\($0.before)+\($0.after)" }
    }
    return differences
  }

  /// The kinds of a family: `relu`, `avg_pool 2×2 every 2`. Softmax, which changes no order of the results, is left out.
  private static func words(_ layers: [Layer], _ what: What) -> String {
    let family: Family = what == .activation ? .activation : .pooling
    return layers.filter { $0.family == family && !($0.kind is Softmax) }.map { layer in
      if let whole = global(layer) { return whole }
      let kernels = layer.windows.map { "\($0.kernel)" }.joined(separator: "×")
      let strides = layer.windows.map { "\($0.stride)" }.joined(separator: "×")
      return layer.kind.name + (layer.windows.isEmpty ? arguments(of: layer) : " \(kernels) every \(strides)")
    }.joined(separator: ", ")
  }

  /// The name for pooling of all positions, of which there are many kinds.
  private static func global(_ layer: Layer) -> String? {
    guard layer.shape.area == 1 else { return nil }
    switch layer.kind {
    case is GlobalAveragePooling, is AdaptiveAveragePooling, is AveragePooling, is Mean:
      return GlobalAveragePooling.name
    case is GlobalMaxPooling, is MaxPooling, is Max: return GlobalMaxPooling.name
    default: return nil
    }
  }

  /// Arguments that are not the usual ones: ` (slope 0.1)`.
  private static func arguments(of layer: Layer) -> String {
    let stated = layer.kind.attributes.filter { !$0.isDefault }.map { "\($0.name) \($0.value)" }
    return stated.isEmpty ? "" : " (\(stated.joined(separator: ", ")))"
  }
}

/// What comes behind a layer before the next one with parameters.
private struct Followers {
  private let network: Network
  private let consumers: [[Int]]

  init(_ network: Network) {
    self.network = network
    consumers = network.consumers
  }

  /// Layers without parameters, as long as each is read by one layer alone.
  func kinds(behind index: Int) -> [Layer] {
    var layers: [Layer] = []
    var current = index
    while consumers[current].count == 1, let next = consumers[current].first, network.layers[next].parameters.isEmpty,
      !type(of: network.layers[next].kind).arity.joins
    {
      layers.append(network.layers[next])
      current = next
    }
    return layers
  }
}
