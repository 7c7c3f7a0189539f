import Architecture

/// Why a tool's total of operations is another than zoo's multiply–adds, in numbers that add up.
public struct ConventionDifference: Sendable {
  /// One reason.
  public struct Part: Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
      /// A bias is an addition for each output.
      case biases
      /// Layers of this kind are counted, or counted otherwise.
      case kind(String)
    }

    public let reason: Reason
    /// Operations that the tool has more; below 0 for fewer.
    public let operations: Int
  }

  public let convention: Convention
  /// The tool's total, in its unit.
  public let total: Int
  /// The multiply–adds that zoo counts, each as so many operations as the tool's unit says.
  public let multiplyAdds: Int
  /// What `total` has beside `multiplyAdds`, in the order of the network's layers.
  public let parts: [Part]
  /// Kinds that the tool does not know.
  public let unknown: [String]

  /// - Throws: `SizeError` where the tool's total passes `Limits.operations`.
  public init(_ convention: Convention, in profile: Profile) throws(SizeError) {
    let network = profile.network
    let counts = try convention.counts(of: network, batch: profile.options.batch)
    let factor = convention.unit == .flops ? 2 : 1
    var order: [Part.Reason] = []
    var sums: [Part.Reason: Int] = [:]
    func add(_ operations: Int, for reason: Part.Reason) {
      if sums[reason] == nil { order.append(reason) }
      sums[reason, default: 0] += operations
    }
    var (total, unknown): (Int, [String]) = (0, [])
    for (row, count) in zip(profile.rows, counts.dropFirst(network.inputCount)) {
      let kind = row.layer.kind.name
      if count == .unknown, !unknown.contains(kind) { unknown.append(kind) }
      let operations = count.number ?? 0
      total += operations
      let more = operations - factor * row.macs
      guard more != 0 else { continue }
      add(more, for: row.macs > 0 && more == row.arithmetic.adds ? .biases : .kind(kind))
    }
    self.convention = convention
    self.total = total
    self.unknown = unknown
    multiplyAdds = factor * profile.totals.macs
    parts = order.map { Part(reason: $0, operations: sums[$0] ?? 0) }.filter { $0.operations != 0 }
  }
}
