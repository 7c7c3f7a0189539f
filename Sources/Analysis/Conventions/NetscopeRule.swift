import Architecture

/// Netscope's `analyzer.coffee`, the class `macc` of its totals.
enum NetscopeRule: CountingRule {
  static let unit = Convention.Unit.macs
  static let summary = "multiply-adds without bias, and the window of local response normalization on every element"

  static func operations(of layer: Layer, in network: Network, batch: Int) -> Int {
    if let lrn = layer.kind as? LocalResponseNormalization { return lrn.size * layer.inputCount * batch }
    return layer.multiplyAdds * batch
  }
}
