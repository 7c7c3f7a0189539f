import Architecture

/// `torch.utils.flop_counter` of PyTorch 2.13.
enum TorchRule: CountingRule {
  static let unit = Convention.Unit.flops
  static let summary = "two for each multiply-add of convolutions and fully connected layers, no bias"

  static func operations(of layer: Layer, in network: Network, batch: Int) -> Int { 2 * layer.multiplyAdds * batch }
}
