import Analysis
import Architecture
import Report

/// A network as boxes and arrows, before any layout.
///
/// Layers that only change numbers in their place (activations, normalization by batches, dropout) share the box of the
/// layer before them.
public struct Diagram: Sendable {
  /// What one box stands for.
  public enum Detail: Sendable {
    /// One layer, and what follows in its place.
    case layers
    /// A whole module or auxiliary classifier where there is one, else as `layers`.
    case modules
  }

  package struct Node: Sendable {
    var title: String
    /// What the layer is: `conv 11×11 stride 4`, and what shares its box.
    var details: [String]
    let family: FamilyShare
    /// The input, and layers where branches meet, are drawn round.
    let isRound: Bool
    /// Indices of its layers in the network.
    var layers: [Int]
    /// Its module; nil where it is in none.
    let group: Int?
  }

  struct Edge: Sendable {
    let from: Int
    let to: Int
    /// What flows along it: `96×55×55`.
    let size: String
  }

  package private(set) var nodes: [Node] = []
  private(set) var edges: [Edge] = []
  /// Names of the modules whose layers are boxes of their own.
  private(set) var groups: [String] = []

  public init(of profile: Profile, _ detail: Detail) {
    let network = profile.network
    let consumers = network.consumers
    // The box of each layer.
    var box: [Int] = []
    func add(_ node: Node) {
      nodes.append(node)
      box += node.layers.map { _ in nodes.count - 1 }
    }
    add(Node(title: network.layers[0].name, details: [], family: .rest, isRound: true, layers: [0], group: nil))
    for part in Outline(of: profile).parts {
      let layers = part.rows.map { $0 + 1 }
      if part.isModule, detail == .modules {
        let joined = network.layers[layers[layers.count - 1]].inputs.count
        let family: FamilyShare = part.byFamily[1].parameters.total > part.byFamily[0].parameters.total ? .fc : .conv
        add(
          Node(
            title: part.name, details: joined > 1 ? ["\(joined) branches"] : [], family: family, isRound: false,
            layers: layers, group: nil))
        continue
      }
      if part.isModule { groups.append(part.name) }
      let group = part.isModule ? groups.count - 1 : nil
      for index in layers {
        let layer = network.layers[index]
        let words = AnalysisColumn.words(layer.kind.name)
        if Diagram.isInPlace(layer), let input = layer.inputs.first, consumers[input].count == 1,
          nodes[box[input]].group == group, nodes[box[input]].layers.last == input, input > 0
        {
          nodes[box[input]].layers.append(index)
          nodes[box[input]].details.append(words)
          box.append(box[input])
          continue
        }
        let isJoin = layer.inputs.count > 1
        let arguments = LayerAlignment.arguments(of: layer, in: .english)
        let short = part.isModule ? String(layer.name.dropFirst(part.name.count + 1)) : layer.name
        let title = short.isEmpty ? layer.name : short
        add(
          Node(
            title: title, details: arguments == title ? [] : [arguments], family: FamilyShare(of: layer),
            isRound: isJoin,
            layers: [index], group: group))
      }
    }
    var seen: Set<[Int]> = []
    for (index, layer) in network.layers.enumerated() {
      for input in layer.inputs where box[input] != box[index] {
        // Whole modules are joined by one arrow, however many of their branches read what comes.
        guard detail == .layers || seen.insert([box[input], box[index]]).inserted else { continue }
        edges.append(Edge(from: box[input], to: box[index], size: network.layers[input].shape.description))
      }
    }
  }

  /// Whether some layer reads more than one, or is read by more than one.
  package var hasBranches: Bool {
    Set(edges.map(\.from)).count < edges.count || Set(edges.map(\.to)).count < edges.count
  }

  private static func isInPlace(_ layer: Layer) -> Bool {
    switch layer.kind {
    case is ReLU, is Tanh, is Sigmoid, is Dropout, is BatchNormalization: true
    default: false
    }
  }
}
