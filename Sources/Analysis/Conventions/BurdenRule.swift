import Architecture

/// convnet-burden's `burden.m`, with fused multiply–adds.
///
/// Its published AlexNet (727 M) is a network without local response normalization; with it the rule gives 729 M.
enum BurdenRule: CountingRule {
  static let unit = Convention.Unit.macs
  static let summary = "multiply-adds and bias, ReLU, normalization, 2 times the stride's area per output of pooling"

  static func operations(of layer: Layer, in network: Network, batch: Int) -> Int {
    let output = layer.shape
    switch layer.kind {
    case is Convolution, is FullyConnected: return (layer.multiplyAdds + layer.biasAdds) * batch
    case is ReLU: return 2 * output.count * batch
    case is LocalResponseNormalization: return (output.count + (2 + 2 * output.channels) * output.area) * batch
    case is MaxPooling, is AveragePooling:
      return 2 * output.count * layer.windows.map(\.stride).reduce(1, *) * batch
    case is GlobalAveragePooling: return layer.inputCount * batch
    default: return 0
    }
  }
}
