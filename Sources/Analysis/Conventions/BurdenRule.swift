import Architecture

/// convnet-burden's `burden.m`, with fused multiply–adds.
///
/// Its published totals leave local response normalization out (AlexNet 727 M; with it, it would be 729 M).
enum BurdenRule: CountingRule {
  static let unit = Convention.Unit.macs
  static let summary =
    "multiply-adds and bias, 2 per output of ReLU, and 2 times the stride's area per output of pooling"

  static func operations(of layer: Layer, in network: Network, batch: Int) -> Int {
    switch layer.kind {
    case is Convolution, is FullyConnected: return (layer.multiplyAdds + layer.biasAdds) * batch
    case is ReLU: return 2 * layer.shape.count * batch
    case is MaxPooling, is AveragePooling:
      return 2 * layer.shape.count * layer.windows.map(\.stride).reduce(1, *) * batch
    case is GlobalAveragePooling: return layer.inputCount * batch
    default: return 0
    }
  }
}
