import Architecture

/// ptflops 0.7.5 with its `pytorch` backend.
///
/// It hooks modules and also patches the functions that they call, so that ReLU and pooling modules count twice, and calls
/// without a module once. Only what modules count is divided by the batch.
enum PtflopsRule: CountingRule {
  static let unit = Convention.Unit.macs
  static let summary = "multiply-adds, bias, batch normalization, activations and pooling (modules of both twice)"

  static func operations(of layer: Layer, in network: Network, batch: Int) -> Int {
    switch layer.kind {
    case is Convolution, is FullyConnected: return layer.multiplyAdds + layer.biasAdds
    case is BatchNormalization: return 2 * layer.inputCount
    case let lrn as LocalResponseNormalization: return lrn.functionalCount(layer.shape) * batch
    case is Softmax: return layer.inputCount * batch
    case is ReLU: break
    default: guard layer.isPooling else { return 0 }
    }
    return (layer.module != nil ? layer.inputCount : 0) + layer.inputCount * batch
  }
}
