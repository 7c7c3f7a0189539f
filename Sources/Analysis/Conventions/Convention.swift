import Architecture

/// A way to count operations: zoo's own, or that of a named tool, so that the tool's number comes out exactly.
///
/// The rules were read in the tools' sources and are tested against what the tools printed (`Tests/Fixtures/counts.json` and
/// `kind_counts.json`).
public enum Convention: String, CaseIterable, Hashable, Sendable {
  case zoo, torchvision, torchinfo, fvcore, ptflops, thop, deepspeed, calflops, torch
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

  /// What the tool makes of each layer of a network, for the batch as the tool counts it; nothing is computed in an input.
  ///
  /// - Parameter batch: images at a time.
  /// - Throws: `SizeError` where the sum passes `Limits.operations`.
  public func counts(of network: Network, batch: Int) throws(SizeError) -> [OperationCount] {
    let rule = rule
    var counts: [OperationCount] = []
    counts.reserveCapacity(network.layers.count)
    var sum: Amount = 0
    for counted in CountedNetwork(network, batch: batch, isTraced: false).layers {
      guard let counted else {
        counts.append(.zero)
        continue
      }
      let amount = rule.amount(of: counted)
      switch amount.value {
      case .number(let number):
        sum = sum + amount
        counts.append(.operations(number))
      case .zero: counts.append(.zero)
      case .unknown: counts.append(.unknown)
      case .tooLarge: sum = .tooLarge
      }
      if sum == .tooLarge { throw batch > 1 ? .largeBatch(batch) : .networkTooLarge(.operations) }
    }
    return counts
  }

  /// How the tool's number for each layer comes about; nil where it counts none, or its formula has no steps to show.
  ///
  /// - Parameter batch: images at a time.
  public func terms(of network: Network, batch: Int) -> [CountedTerm?] {
    let rule = rule
    return CountedNetwork(network, batch: batch, isTraced: true).layers.map { counted in
      guard let counted else { return nil }
      let amount = rule.amount(of: counted)
      guard case .number(let number) = amount.value else { return nil }
      return amount.term ?? .number(number)
    }
  }

  var rule: CountingRule {
    switch self {
    case .zoo, .torchvision: .multiplyAdds
    case .torchinfo: .torchinfo
    case .fvcore: .fvcore
    case .ptflops: .ptflops
    case .thop: .thop
    case .deepspeed: .deepSpeed
    case .calflops: .calflops
    case .torch: .torch
    case .onnxTool: .onnxTool
    case .netscope: .netscope
    case .burden: .burden
    }
  }
}
