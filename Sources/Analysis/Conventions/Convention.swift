import Architecture

/// A way to count operations: zoo's own, or that of a named tool, so that the tool's number comes out exactly.
///
/// The rules were read in the tools' sources and are tested against what the tools printed (`Tests/Fixtures/counts.json`).
public enum Convention: String, CaseIterable, Hashable, Sendable {
  case zoo, torchvision, torchinfo, fvcore, ptflops, thop, deepspeed, torch
  case onnxTool = "onnx-tool"
  case netscope, burden

  /// What the tool's number means, whatever the tool itself calls it.
  public enum Unit: String, Sendable {
    /// A multiply–add is one operation.
    case macs = "MACs"
    /// A multiply–add is two operations.
    case flops = "FLOPs"
  }

  public var unit: Unit { rule.unit }

  /// What is counted, in one sentence.
  public var summary: String { rule.summary }

  /// Operations of one layer, for the batch as the tool counts it.
  public func operations(of layer: Layer, in network: Network, batch: Int) -> Int {
    rule.operations(of: layer, in: network, batch: batch)
  }

  private var rule: any CountingRule.Type {
    switch self {
    case .zoo, .torchvision: MultiplyAddsRule.self
    case .torchinfo: TorchinfoRule.self
    case .fvcore: FvcoreRule.self
    case .ptflops: PtflopsRule.self
    case .thop: ThopRule.self
    case .deepspeed: DeepSpeedRule.self
    case .torch: TorchRule.self
    case .onnxTool: OnnxToolRule.self
    case .netscope: NetscopeRule.self
    case .burden: BurdenRule.self
    }
  }
}
