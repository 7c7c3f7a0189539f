import Architecture

/// torchinfo 1.8, `total_mult_adds`.
enum TorchinfoRule: CountingRule {
  static let unit = Convention.Unit.macs
  static let summary = "multiply-adds and bias; batch normalization as its parameters, not its elements"

  static func operations(of layer: Layer, in network: Network, batch: Int) -> Int {
    if layer.kind is BatchNormalization { return 2 * layer.shape.channels * batch }
    return (layer.multiplyAdds + layer.biasAdds) * batch
  }
}
