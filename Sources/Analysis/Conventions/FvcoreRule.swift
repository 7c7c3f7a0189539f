import Architecture

/// fvcore 0.1.5, `FlopCountAnalysis.total` (its "flop" is a multiply–add).
enum FvcoreRule: CountingRule {
  static let unit = Convention.Unit.macs
  static let summary =
    "multiply-adds without bias, 2 per element of batch normalization (5 in training), 1 of adaptive pooling"

  static func operations(of layer: Layer, in network: Network, batch: Int) -> Int {
    if layer.kind is BatchNormalization { return (network.mode == .training ? 5 : 2) * layer.inputCount * batch }
    if layer.isAdaptivePooling { return layer.inputCount * batch }
    return layer.multiplyAdds * batch
  }
}
