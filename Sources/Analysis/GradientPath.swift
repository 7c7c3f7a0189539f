import Architecture

/// How far a layer is from the nearest classifier: the layers with parameters that its gradient comes through.
///
/// It is what auxiliary classifiers are for: in training they bring the lower layers nearer to a loss.
public enum GradientPath {
  /// For each layer, the number of layers with parameters between its output and the nearest output of the network.
  ///
  /// - Parameter countsAuxiliaries: whether auxiliary classifiers count as outputs. Where they do not, their own layers
  ///   have no path, which is nil.
  public static func lengths(in network: Network, countsAuxiliaries: Bool) -> [Int?] {
    let consumers = network.consumers
    var lengths: [Int?] = Array(repeating: nil, count: network.layers.count)
    for index in network.layers.indices.reversed() {
      if !countsAuxiliaries, network.layers[index].auxiliary != nil { continue }
      if consumers[index].isEmpty {
        lengths[index] = 0
        continue
      }
      lengths[index] = consumers[index].compactMap { consumer in
        lengths[consumer].map { $0 + (network.layers[consumer].hasParameters ? 1 : 0) }
      }.min()
    }
    return lengths
  }
}
