import Architecture

/// A network as a sequence of parts that a person can take in: single layers, and modules with branches.
///
/// A module is a run of layers of one outermost module of the network in which branches meet: an Inception module, from its
/// 1×1 convolution to its concatenation. A module that is all of the network is looked into. Layers of a module without branches stay single. An auxiliary classifier is a part
/// too.
public struct Outline: Sendable {
  public struct Part: Sendable {
    /// The module's name, or the layer's.
    public let name: String
    /// Its rows in the profile.
    public let rows: Range<Int>
    public let isModule: Bool
    /// Sums over convolutions, fully connected layers, and all the rest.
    public let byFamily: [KindTotals]
    public let totals: KindTotals
  }

  public let parts: [Part]

  public init(of profile: Profile) {
    let rows = profile.rows
    let shared = Outline.sharedDepth(of: rows)
    var parts: [Part] = []
    var start = 0
    while start < rows.count {
      let module = rows[start].layer.scope.dropFirst(shared).first
      var end = start + 1
      if let module {
        while end < rows.count, rows[end].layer.scope.dropFirst(shared).first == module { end += 1 }
      }
      let isModule =
        module != nil && rows[start..<end].contains { $0.layer.inputs.count > 1 || $0.layer.auxiliary != nil }
      for range in isModule ? [start..<end] : (start..<end).map({ $0..<($0 + 1) }) {
        let part = rows[range]
        parts.append(
          Part(
            name: isModule ? module?.name ?? "" : rows[range.lowerBound].layer.name,
            rows: range, isModule: isModule, byFamily: Profile.byFamily(part), totals: Profile.totals(part)))
      }
      start = end
    }
    self.parts = parts
  }

  /// How many modules hold all of the network: a module that is the whole is looked into.
  private static func sharedDepth(of rows: [Profile.Row]) -> Int {
    guard var shared = rows.first?.layer.scope else { return 0 }
    for row in rows.dropFirst() where !shared.isEmpty {
      shared = zip(shared, row.layer.scope).prefix { $0 == $1 }.map(\.0)
    }
    return shared.count
  }
}
