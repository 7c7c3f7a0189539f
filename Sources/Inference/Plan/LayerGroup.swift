import Architecture
import OneDNN

/// Layers that are computed in one step: one whose step can compute more, such as a convolution, and what follows it alone.
struct LayerGroup {
  /// Index of the first layer.
  let head: Int
  /// What goes into the weights: the layer's index, and how its numbers become a factor and a summand of each channel.
  private(set) var transform: (layer: Int, transform: @Sendable (Layer, WeightReader) throws -> ChannelTransform)?
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
    for index in network.body.indices where !isTaken[index] {
      var group = LayerGroup(head: index, output: index)
      let layer = network.layers[index]
      let followers = Lowerings.lowering(of: layer).followers(layer.kind)
      while followers != .none, !kept.contains(group.output), consumers[group.output].count == 1,
        group.take(consumers[group.output][0], followers, network)
      {
        isTaken[group.output] = true
      }
      groups.append(group)
    }
    return groups
  }

  /// Adds the layer that follows, where the step can compute it.
  private mutating func take(_ next: Int, _ followers: Lowering.Followers, _ network: Network) -> Bool {
    let layer = network.layers[next]
    switch Lowerings.lowering(of: layer).fusion(layer.kind) {
    case .identity: break
    case .channels(let transform)
    where self.transform == nil && activation == nil && followers == .channelsAndActivation:
      self.transform = (next, transform)
    case .activation(let fused) where activation == nil: activation = fused
    default: return false
    }
    output = next
    return true
  }
}
