import Architecture

/// What the 1×1 convolutions of an Inception module save: the module as it is, beside its naive form (Szegedy et al. 2015,
/// figures 2b and 2a).
///
/// In the naive form a larger kernel reads the module's input itself, and pooling is not projected: a 1×1 convolution that
/// a larger one follows in its branch, or that follows pooling, is left out.
public struct ModuleReduction: Sendable {
  public struct Cost: Sendable, Equatable {
    public var parameters = 0
    public var macs = 0
  }

  public struct Branch: Sendable {
    /// The name of its last convolution or pooling.
    public let name: String
    public var naive = Cost()
    public var reduced = Cost()

    public init(name: String) { self.name = name }

    public mutating func add(_ other: Branch) {
      naive = Cost(parameters: naive.parameters + other.naive.parameters, macs: naive.macs + other.naive.macs)
      reduced = Cost(parameters: reduced.parameters + other.reduced.parameters, macs: reduced.macs + other.reduced.macs)
    }
  }

  /// Empty for branches that are in no module of the outline.
  public let name: String
  public let branches: [Branch]
  /// Channels of the output, as it is and in the naive form.
  public let channels: Int
  public let naiveChannels: Int

  public var total: Branch { branches.reduce(into: Branch(name: "")) { $0.add($1) } }

  /// Every concatenation whose branches have such convolutions, in the order of the network.
  public static func all(in profile: Profile) -> [ModuleReduction] {
    let outline = Outline(of: profile, by: .blocks)
    let readers = profile.network.readerCounts
    return profile.network.layers.indices.compactMap { index in
      let part = outline.parts.first { $0.isModule && $0.rows.contains(index - profile.network.inputCount) }
      return ModuleReduction(joinedAt: index, name: part?.name ?? "", profile, readers)
    }
  }

  private init?(joinedAt join: Int, name: String, _ profile: Profile, _ readers: [Int]) {
    let layers = profile.network.layers
    guard layers[join].kind is Concatenation else { return nil }
    var branches: [Branch] = []
    var naiveChannels = 0
    var saves = false
    for end in layers[join].inputs {
      // The branch from its end back to what several layers read.
      var chain: [Int] = []
      var index = end
      while index >= profile.network.inputCount, layers[index].inputs.count == 1, readers[index] == 1 {
        chain.insert(index, at: 0)
        index = layers[index].inputs[0]
      }
      let source = layers[index].shape
      let works = chain.filter { layers[$0].kind is Convolution || layers[$0].kind is MaxPooling }
      guard let last = works.last else { return nil }
      var branch = Branch(
        name: layers[works.last { !Self.isPointwise(layers[$0]) } ?? last].name(within: name))
      for index in chain {
        let row = profile.rows[index - profile.network.inputCount]
        branch.reduced.parameters += row.parameters.total
        branch.reduced.macs += row.macs
      }
      let large = works.filter { !Self.isPointwise(layers[$0]) }
      if let kernel = large.last, large.count == 1, let convolution = layers[kernel].kind as? Convolution {
        let row = profile.rows[kernel - profile.network.inputCount]
        // weights·C/C′ for an input of C channels instead of C′; a bias each as before
        let arriving = layers[kernel].inputShapes[0].channels
        guard convolution.groups == 1, convolution.connections == nil else { return nil }
        branch.naive.parameters = row.parameters.weights / arriving * source.channels + row.parameters.biases
        branch.naive.macs = row.macs / arriving * source.channels
        for index in chain where index != kernel && !(layers[index].kind is Convolution) {
          if works.contains(kernel), index == kernel + 1 {
            branch.naive.parameters += profile.rows[index - profile.network.inputCount].parameters.total
          }
        }
        naiveChannels += layers[end].shape.channels
        saves = saves || works.count > 1
      } else if large.count == 1, layers[large[0]].kind is MaxPooling {
        naiveChannels += source.channels
        saves = saves || works.count > 1
      } else if large.isEmpty {
        branch.naive = branch.reduced
        naiveChannels += layers[end].shape.channels
      } else {
        return nil
      }
      branches.append(branch)
    }
    guard saves else { return nil }
    self.name = name
    self.branches = branches
    channels = layers[join].shape.channels
    self.naiveChannels = naiveChannels
  }

  private static func isPointwise(_ layer: Layer) -> Bool {
    layer.kind is Convolution && layer.windows.allSatisfy { $0.kernel == 1 }
  }
}
