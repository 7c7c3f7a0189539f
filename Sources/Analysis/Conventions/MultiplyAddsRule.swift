import Architecture

/// Multiply–adds of convolutions and fully connected layers: zoo's own, and torchvision's `_ops` (there called GFLOPS).
enum MultiplyAddsRule: CountingRule {
  static let unit = Convention.Unit.macs
  static let summary = "multiply-adds of convolutions and fully connected layers, no bias"

  static func operations(of layer: Layer, in network: Network, batch: Int) -> Int { layer.multiplyAdds * batch }
}
