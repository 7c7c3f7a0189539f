import Architecture
import OneDNN

/// Layers that are computed in one step: one whose step can compute more, such as a convolution, and what follows it alone.
struct LayerGroup {
  /// Index of the first layer.
  let head: Int
  /// Groups of channels whose turns are taken.
  private(set) var shuffledGroups: Int?
  /// What goes into the weights: the layer's index, and how its numbers become a factor and a summand of each channel.
  private(set) var transform: (layer: Int, transform: @Sendable (Layer, WeightReader) throws -> ChannelTransform)?
  /// The order of the axes behind the layer, whose last one comes first: what it computes are channels.
  private(set) var transposition: [Int]?
  /// The layer whose output is added before the activation, and the addition.
  private(set) var addition: (other: Int, layer: Int)?
  /// An activation of each number before it is written.
  private(set) var activation: Elementwise?
  /// The layer whose output the group gives.
  private(set) var output: Int

  /// The groups of a network in its order, each layer in one of them.
  ///
  /// - Parameter kept: layers whose outputs are wanted, which end a group.
  static func groups(of network: Network, kept: Set<Int>) -> [LayerGroup] {
    let consumers = network.consumers
    var isTaken = Array(repeating: false, count: network.layers.count)
    var groups: [LayerGroup] = []
    // What is computed before the group that is made.
    var isComputed = network.layers.indices.map { !network.body.indices.contains($0) }
    for index in network.body.indices where !isTaken[index] {
      var group = LayerGroup(head: index, output: index)
      let layer = network.layers[index]
      let followers = Lowerings.lowering(of: layer).followers(layer.kind)
      while !followers.isEmpty, !kept.contains(group.output), consumers[group.output].count == 1,
        group.take(consumers[group.output][0], followers, network, isComputed)
      {
        isTaken[group.output] = true
      }
      isComputed[group.output] = true
      groups.append(group)
    }
    return groups
  }

  /// Adds the layer that follows, where the step can compute it.
  private mutating func take(
    _ next: Int, _ followers: Lowering.Followers, _ network: Network, _ isComputed: [Bool]
  ) -> Bool {
    let layer = network.layers[next]
    switch Lowerings.lowering(of: layer).fusion(layer.kind) {
    case .identity: break
    case .channels(let transform)
    where self.transform == nil && addition == nil && activation == nil
      && (followers.contains(.channels) || transposition != nil):
      self.transform = (next, transform)
    case .addition where addition == nil && activation == nil && followers.contains(.addition):
      let others = layer.inputs.compactMap { $0 == output ? nil : $0 }
      guard layer.inputs.count == 2, others.count == 1, isComputed[others[0]],
        layer.inputShapes.allSatisfy({ $0 == layer.shape })
      else { return false }
      addition = (others[0], next)
    case .shuffle(let groups) where shuffledGroups == nil && followers.contains(.shuffle): shuffledGroups = groups
    case .transposition(let order)
    where transposition == nil && activation == nil && followers.contains(.transposition)
      && order.count > 2 && order.first == order.count - 1:
      transposition = order
    case .activation(let fused)
    where activation == nil && (followers.contains(.activation) || followers.contains(.relu) && fused == .relu):
      activation = fused
    default: return false
    }
    output = next
    return true
  }
}
