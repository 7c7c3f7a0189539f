import Architecture

/// thop 0.1.1, which counts "multiplications only", of modules alone.
enum ThopRule: CountingRule {
  static let unit = Convention.Unit.macs
  static let summary = "multiply-adds without bias, 4 per element of batch normalization, average pooling, softmax"

  static func operations(of layer: Layer, in network: Network, batch: Int) -> Int {
    let output = layer.shape
    switch layer.kind {
    case is Convolution, is FullyConnected: return layer.multiplyAdds * batch
    case is BatchNormalization: return 4 * layer.inputCount * batch
    case is AveragePooling: return output.count * batch
    case is Softmax: return (3 * output.channels - 1) * output.area * batch
    default:
      guard layer.isAdaptivePooling, layer.module != nil else { return 0 }
      // (input cells per output cell + 1) per output, rounded down once for the layer
      return (layer.inputCount + output.count) * batch
    }
  }
}
