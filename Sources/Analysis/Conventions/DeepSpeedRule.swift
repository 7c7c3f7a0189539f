import Architecture

/// DeepSpeed 0.19's flops profiler, and calflops 0.3, which is the same code.
enum DeepSpeedRule: CountingRule {
  static let unit = Convention.Unit.flops
  static let summary =
    "two per multiply-add, the bias of convolutions alone, batch normalization, ReLU, pooling, softmax"

  static func operations(of layer: Layer, in network: Network, batch: Int) -> Int {
    switch layer.kind {
    case is Convolution: return (2 * layer.multiplyAdds + layer.biasAdds) * batch
    case is FullyConnected: return 2 * layer.multiplyAdds * batch
    case is BatchNormalization: return 2 * layer.inputCount * batch
    case let lrn as LocalResponseNormalization: return lrn.functionalCount(layer.shape) * batch
    case is ReLU, is Softmax: return layer.inputCount * batch
    default: return layer.isPooling ? layer.inputCount * batch : 0
    }
  }
}
