import Architecture

/// A network as a sequence of parts that a person can take in: single layers, and modules with branches.
///
/// A module is a run of layers whose names begin alike up to the first `/` or `.`, in which branches meet:
/// `inception_3a/1x1` to `inception_3a/output`. Layers of a name without branches stay single, as `features.0`. An
/// auxiliary classifier is a part too.
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
    var parts: [Part] = []
    var start = 0
    while start < rows.count {
      let name = Outline.prefix(of: rows[start].layer.name)
      var end = start + 1
      if let name {
        while end < rows.count, Outline.prefix(of: rows[end].layer.name) == name { end += 1 }
      }
      let isModule = rows[start..<end].contains {
        $0.layer.inputs.count > 1 && name != nil || $0.layer.auxiliary != nil
      }
      for range in isModule ? [start..<end] : (start..<end).map({ $0..<($0 + 1) }) {
        let part = rows[range]
        parts.append(
          Part(
            name: isModule ? name.map(String.init) ?? rows[start].layer.name : rows[range.lowerBound].layer.name,
            rows: range, isModule: isModule, byFamily: Profile.byFamily(part), totals: Profile.totals(part)))
      }
      start = end
    }
    self.parts = parts
  }

  /// What stands before the first `/` or `.`; nil where there is neither.
  private static func prefix(of name: String) -> Substring? {
    name.firstIndex { $0 == "/" || $0 == "." }.map { name[..<$0] }
  }
}
