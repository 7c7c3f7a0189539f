import Architecture

/// convnet-burden's `burden.m`, with fused multiply–adds.
///
/// Its published GoogLeNet (205 G up to the last module at batch 128) counts local response normalization; its AlexNet
/// (727 M) was measured without those layers, in operations and in memory alike, and would have 729 M with them.
enum BurdenRule: CountingRule {
  static let unit = Convention.Unit.macs
  static let summary =
    "multiply-adds and bias, 2 per output of ReLU, 2 times the stride's area per output of pooling, normalization"

  static func operations(of layer: Layer, in network: Network, batch: Int) -> Int {
    switch layer.kind {
    case is Convolution, is FullyConnected: return (layer.multiplyAdds + layer.biasAdds) * batch
    case is ReLU: return 2 * layer.shape.count * batch
    case is MaxPooling, is AveragePooling:
      return 2 * layer.shape.count * layer.windows.map(\.stride).reduce(1, *) * batch
    case is GlobalAveragePooling: return layer.inputCount * batch
    case is LocalResponseNormalization:
      return (layer.shape.count + (2 + 2 * layer.shape.channels) * layer.shape.area) * batch
    default: return 0
    }
  }
}
