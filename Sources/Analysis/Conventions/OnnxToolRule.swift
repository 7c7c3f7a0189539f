import Architecture

/// onnx-tool 1.0.1 on PyTorch's default export, which folds batch normalization into the convolution before it.
enum OnnxToolRule: CountingRule {
  static let unit = Convention.Unit.macs
  static let summary = "multiply-adds and bias (batch normalization folded), pooling windows, activations by weight"

  static func operations(of layer: Layer, in network: Network, batch: Int) -> Int {
    let output = layer.shape.count
    switch layer.kind {
    case is Convolution, is FullyConnected: return (layer.multiplyAdds + layer.biasAdds) * batch
    case is BatchNormalization:
      // Folding gives a bias to a convolution that has none.
      let source = network.layers[layer.inputs[0]]
      return source.kind is Convolution && source.biasAdds == 0 ? output * batch : 0
    case is ReLU: return output * batch
    case is Tanh: return 76 * output * batch
    case is Softmax: return 36 * output * batch
    case let lrn as LocalResponseNormalization: return (39 + lrn.size) * output * batch
    case is MaxPooling, is AveragePooling: return layer.windowCount * output * batch
    default: return layer.isAdaptivePooling ? layer.inputCount * batch : 0
    }
  }
}
