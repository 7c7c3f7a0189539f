import Analysis
import Architecture
import Report

/// A network as boxes and arrows, before any layout.
///
/// Layers that only change numbers in their place (activations, normalizations, dropout) share the box of the layer before
/// them.
public struct Diagram: Sendable {
  /// What one box stands for.
  public enum Detail: Sendable {
    /// One layer, and what follows in its place.
    case layers
    /// A whole module or auxiliary classifier where there is one, else as `layers`. A residual block is its body and the
    /// join behind it, so that its skip is seen.
    case modules
    /// A whole outermost module, a stage of a ResNet, where there is one with branches, else as `layers`.
    case stages
  }

  /// Boxes below each other that a person can take in: a picture of as many is some 4,000 pixels high.
  private static let mostReadable = 50

  /// The most detailed diagram that a person can take in, or the least detailed one.
  public static func readable(of profile: Profile, in language: Language = .english) -> Diagram {
    for detail in [Detail.layers, .modules] {
      let diagram = Diagram(of: profile, detail, in: language)
      if diagram.length <= mostReadable { return diagram }
    }
    return Diagram(of: profile, .stages, in: language)
  }

  package struct Node: Sendable {
    package internal(set) var title: String
    /// What the layer is: `conv 11×11 stride 4`, and what shares its box.
    package internal(set) var details: [String]
    let family: FamilyShare
    /// The input, and layers where branches meet, are drawn round.
    let isRound: Bool
    /// Indices of its layers in the network.
    package internal(set) var layers: [Int]
    /// The size of its output: `96×55×55`.
    let size: String
    /// The frame that it is in, the innermost one; nil where it is in none.
    let group: Int?
  }

  package struct Edge: Sendable {
    package let from: Int
    package let to: Int
    /// What flows along it: `96×55×55`.
    package let size: String
  }

  /// A frame around the boxes of a module.
  package struct Group: Sendable {
    package let name: String
    /// The frame around it; nil for an outermost one.
    package let parent: Int?
  }

  package private(set) var nodes: [Node] = []
  package private(set) var edges: [Edge] = []
  /// Modules in which branches meet, and the larger ones that hold several of them; a frame comes before those in it.
  package private(set) var groups: [Group] = []

  private let network: Network
  private let language: Language
  private let readers: [Int]
  /// The box of each layer.
  private var box: [Int]

  /// Boxes on the longest way from an input to an output.
  private var length: Int {
    var lengths = Array(repeating: 1, count: nodes.count)
    // A box comes behind those that it reads.
    for edge in edges.sorted(by: { $0.to < $1.to }) { lengths[edge.to] = max(lengths[edge.to], lengths[edge.from] + 1) }
    return lengths.max() ?? 0
  }

  /// - Parameter language: of the words for strides, padding and branches; kinds and names of layers have none.
  public init(of profile: Profile, _ detail: Detail, in language: Language = .english) {
    network = profile.network
    self.language = language
    readers = network.readerCounts
    box = Array(repeating: -1, count: network.layers.count)
    for (index, input) in network.inputs.enumerated() {
      let title = input.name == Diagram.unnamedInput ? language.text("page.input") : input.name
      add(
        Node(
          title: title, details: [], family: .rest, isRound: true, layers: [index],
          size: network.layers[index].shape.description, group: nil))
    }
    let parts = Outline(of: profile, by: detail == .stages ? .stages : .blocks).parts
    let stages = detail == .layers ? Diagram.stages(parts, network) : []
    var frames: [EnclosingModule: Int] = [:]
    for part in parts {
      let layers = part.rows.map { $0 + network.inputCount }
      if part.isModule, detail == .stages {
        addStage(part, layers)
      } else if part.isModule, detail == .modules {
        addModule(part, layers)
      } else {
        var group: Int?
        for stage in network.layers[layers[0]].scope where stages.contains(stage) {
          if frames[stage] == nil {
            groups.append(Group(name: stage.name, parent: group))
            frames[stage] = groups.count - 1
          }
          group = frames[stage]
        }
        if part.isModule {
          groups.append(Group(name: part.name, parent: group))
          group = groups.count - 1
        }
        for index in layers { addLayer(index, part, group: group) }
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

  /// What an input is called that its file gives no name.
  static let unnamedInput = "input"

  /// Modules that hold several modules with branches, and not all of the network.
  private static func stages(_ parts: [Outline.Part], _ network: Network) -> Set<EnclosingModule> {
    var modules: [EnclosingModule: (blocks: Int, parts: Int)] = [:]
    for part in parts {
      let scope = network.layers[part.rows.lowerBound + network.inputCount].scope
      for stage in scope.prefix(while: { !part.isModule || $0.name != part.name }) {
        modules[stage, default: (0, 0)].parts += 1
        if part.isModule { modules[stage, default: (0, 0)].blocks += 1 }
      }
    }
    return Set(modules.filter { $0.value.blocks > 1 && $0.value.parts < parts.count }.keys)
  }

  // MARK: Boxes

  private mutating func add(_ node: Node) {
    for layer in node.layers { box[layer] = nodes.count }
    nodes.append(node)
  }

  /// A box of one layer, or a line in the box of what it reads.
  private mutating func addLayer(_ index: Int, _ part: Outline.Part, group: Int?) {
    if share(index, group: group) { return }
    let layer = network.layers[index]
    let arguments = language.arguments(of: layer)
    let title = part.isModule ? layer.name(within: part.name) : layer.name
    add(
      Node(
        title: title, details: arguments == title ? [] : [arguments], family: FamilyShare(of: layer),
        isRound: layer.inputs.count > 1, layers: [index], size: layer.shape.description, group: group))
  }

  /// Puts a layer that changes numbers in their place into the box of what it reads, where that is all that reads it.
  private mutating func share(_ index: Int, group: Int?) -> Bool {
    let layer = network.layers[index]
    guard Diagram.changesInPlace(layer), let input = layer.inputs.first, input >= network.inputCount,
      readers[input] == 1, nodes[box[input]].group == group, nodes[box[input]].layers.last == input
    else { return false }
    box[index] = box[input]
    nodes[box[input]].layers.append(index)
    nodes[box[input]].details.append(AnalysisColumn.words(layer.kind.name))
    return true
  }

  /// Activations, normalizations, dropout, factors per channel; what looks through a window of channels or along an axis
  /// has a box of its own.
  static func changesInPlace(_ layer: Layer) -> Bool {
    switch layer.family {
    case .activation, .normalization, .regularization, .scaling:
      AnalysisColumn.kernel(layer).isEmpty && layer.kind.attributes.value("axis") == nil
    default: false
    }
  }

  // MARK: Modules

  /// One box; of a residual block one for each run of layers between its joins, and one for each join.
  private mutating func addModule(_ part: Outline.Part, _ layers: [Int]) {
    let joins = layers.filter { isResidual($0) }
    guard !joins.isEmpty else {
      let joined = network.layers[layers[layers.count - 1]].inputs.count
      let family: FamilyShare = part.byFamily[1].parameters.total > part.byFamily[0].parameters.total ? .fc : .conv
      return add(
        Node(
          title: part.name,
          details: joined > 1 ? [language.text("charts.branches", ["count": language.grouped(joined)])] : [],
          family: family, isRound: false, layers: layers, size: size(after: layers), group: nil))
    }
    let runs = runs(layers, between: Set(joins))
    let longest = runs.max { $0.count < $1.count }
    for index in layers {
      if joins.contains(index) {
        let layer = network.layers[index]
        add(
          Node(
            title: AnalysisColumn.words(layer.kind.name), details: [], family: FamilyShare(of: layer), isRound: true,
            layers: [index], size: layer.shape.description, group: nil))
      } else if let run = runs.first(where: { $0.first == index }) {
        if run.count == 1, share(index, group: nil) { continue }
        addRun(run, part, isBody: run == longest)
      }
    }
  }

  private mutating func addRun(_ run: [Int], _ part: Outline.Part, isBody: Bool) {
    let weighted = run.map { network.layers[$0] }.filter { $0.family.isWeighted }
    if run.count == 1, !isBody { return addLayer(run[0], part, group: nil) }
    let first = weighted.first ?? network.layers[run[0]]
    let details = weighted.count == 1 ? [language.arguments(of: first)] : counts(of: weighted)
    add(
      Node(
        title: isBody ? part.name : first.name(within: part.name), details: details, family: FamilyShare(of: first),
        isRound: false, layers: run, size: size(after: run), group: nil))
  }

  /// One box, whatever happens inside.
  private mutating func addStage(_ part: Outline.Part, _ layers: [Int]) {
    let weighted = layers.map { network.layers[$0] }.filter { $0.family.isWeighted }
    add(
      Node(
        title: part.name, details: counts(of: weighted),
        family: FamilyShare(of: weighted.first ?? network.layers[layers[0]]),
        isRound: false, layers: layers, size: size(after: layers), group: nil))
  }

  /// How many layers of each kind there are: `3 conv`.
  private func counts(of layers: [Layer]) -> [String] {
    var counts: [(kind: String, count: Int)] = []
    for layer in layers {
      let words = AnalysisColumn.words(layer.kind.name)
      if let index = counts.firstIndex(where: { $0.kind == words }) {
        counts[index].count += 1
      } else {
        counts.append((words, 1))
      }
    }
    return counts.map { "\($0.count) \($0.kind)" }
  }

  private func size(after layers: [Int]) -> String { network.layers[layers[layers.count - 1]].shape.description }

  /// Layers of a block that hang together without its joins, each run in ascending order.
  private func runs(_ layers: [Int], between joins: Set<Int>) -> [[Int]] {
    var runs: [[Int]] = []
    for index in layers where !joins.contains(index) {
      let touched = runs.indices.filter { run in network.layers[index].inputs.contains { runs[run].contains($0) } }
      let merged = (touched.flatMap { runs[$0] } + [index]).sorted()
      for run in touched.reversed() { runs.remove(at: run) }
      runs.append(merged)
    }
    return runs
  }

  /// Whether branches of equal size become one of that size: an addition of a residual block, and no concatenation.
  private func isResidual(_ index: Int) -> Bool {
    let layer = network.layers[index]
    return layer.family == .join && layer.inputs.count > 1 && layer.inputShapes.allSatisfy { $0 == layer.shape }
  }
}
