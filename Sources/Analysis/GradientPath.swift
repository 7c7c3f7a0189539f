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
    let readers = network.readerCounts
    var lengths: [Int?] = Array(repeating: nil, count: network.layers.count)
    for (index, layer) in network.layers.enumerated().reversed() {
      if !countsAuxiliaries, layer.auxiliary != nil { continue }
      if readers[index] == 0 { lengths[index] = 0 }
      guard let length = lengths[index] else { continue }
      // What it reads is as far away, and one more where the gradient comes through parameters of its own.
      let before = length + (layer.hasParameters ? 1 : 0)
      for input in layer.inputs { lengths[input] = min(lengths[input] ?? before, before) }
    }
    return lengths
  }
}
