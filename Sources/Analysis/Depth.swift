import Architecture

/// How deep a network is, as its paper counts: the convolutions and fully connected layers on its longest path.
///
/// AlexNet has 8 of them, VGG-16 has 16, GoogLeNet 22. Auxiliary classifiers are not on the way to the result.
public enum Depth {
  /// depth(l) = max over the inputs of l of depth(input), and one more where l is a convolution or fully connected.
  public static func of(_ network: Network) -> Int {
    var depths: [Int] = []
    depths.reserveCapacity(network.layers.count)
    var deepest = 0
    for layer in network.layers {
      let below = layer.inputs.map { depths[$0] }.max() ?? 0
      let depth = below + (layer.family.isWeighted ? 1 : 0)
      depths.append(depth)
      if layer.auxiliary == nil { deepest = max(deepest, depth) }
    }
    return deepest
  }
}
