import Architecture

/// A network as counting rules look at it: who reads each output is found once for all layers.
struct CountedNetwork {
  private let network: Network
  private let batch: Amount
  private let isTraced: Bool
  private let readers: [Int]
  private let results: Set<Int>

  /// - Parameter isTraced: whether amounts keep how they were worked out.
  init(_ network: Network, batch: Int, isTraced: Bool) {
    self.network = network
    self.batch = isTraced ? Amount(batch, .quantity(.images, batch)) : Amount(batch)
    self.isTraced = isTraced
    readers = network.readerCounts
    results = Set(network.outputs)
  }

  /// In the order of the network; nil for what reads nothing.
  var layers: some Sequence<CountedLayer?> {
    network.layers.lazy.map { layer in
      layer.inputs.first.map { source in
        CountedLayer(
          layer: layer, mode: network.mode, batch: batch, source: network.layers[source],
          isSourceReadElsewhere: readers[source] > 1 || results.contains(source), isTraced: isTraced)
      }
    }
  }
}
