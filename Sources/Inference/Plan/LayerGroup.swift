import Architecture
import OneDNN

/// Layers that are computed in one step: a convolution or fully connected layer, and what follows it alone.
struct LayerGroup {
  /// Index of the first layer.
  let head: Int
  /// A batch normalization that goes into the weights.
  private(set) var normalization: Int?
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
    for index in network.layers.indices.dropFirst() where !isTaken[index] {
      var group = LayerGroup(head: index, output: index)
      if network.layers[index].kind is Convolution || network.layers[index].kind is FullyConnected {
        while !kept.contains(group.output), consumers[group.output].count == 1,
          group.take(consumers[group.output][0], network)
        {
          isTaken[group.output] = true
        }
      }
      groups.append(group)
    }
    return groups
  }

  /// Adds the layer that follows, where the step can compute it.
  private mutating func take(_ next: Int, _ network: Network) -> Bool {
    switch network.layers[next].kind {
    case is Dropout: break
    case is BatchNormalization where normalization == nil && activation == nil: normalization = next
    case let kind where activation == nil:
      guard let fused = Elementwise(kind) else { return false }
      activation = fused
    default: return false
    }
    output = next
    return true
  }
}

extension Elementwise {
  /// The activation that a layer is; nil for one that oneDNN lacks or is slow at.
  init?(_ kind: any LayerKind) {
    switch kind {
    case is ReLU: self = .relu
    case is Sigmoid: self = .logistic
    default: return nil
    }
  }
}
