import Architecture

/// The layers of a network folded to modules of some depth: what `--depth` shows.
///
/// A run of layers that share their outermost `depth` modules becomes one part; layers with fewer modules around them stay
/// single, and so does a module of one layer. Every row is in exactly one part, so that sums over parts are those over rows.
public struct Folding: Sendable {
  public struct Part: Sendable {
    /// The module that all of its layers are in; nil for a single layer.
    public let module: EnclosingModule?
    /// Its rows in the profile.
    public let rows: Range<Int>
    public let totals: KindTotals
    /// Names of the layers outside that it reads.
    public let inputs: [String]
  }

  public let parts: [Part]

  /// - Parameter depth: how many modules inside each other stay open, at least 1.
  public init(of profile: Profile, depth: Int) {
    let rows = profile.rows
    var parts: [Part] = []
    var start = 0
    while start < rows.count {
      let scope = rows[start].layer.scope.prefix(depth)
      var end = start + 1
      if scope.count == depth {
        while end < rows.count, rows[end].layer.scope.prefix(depth) == scope { end += 1 }
      }
      let inside = Set(rows[start..<end].map(\.layer.name))
      var inputs: [String] = []
      for input in rows[start..<end].flatMap(\.inputs) where !inside.contains(input) && !inputs.contains(input) {
        inputs.append(input)
      }
      parts.append(
        Part(
          module: end - start > 1 ? scope.last : nil, rows: start..<end, totals: Profile.totals(rows[start..<end]),
          inputs: inputs))
      start = end
    }
    self.parts = parts
  }
}
