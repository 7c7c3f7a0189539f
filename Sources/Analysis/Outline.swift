import Architecture

/// A network as a sequence of parts that a person can take in: single layers, and modules with branches.
///
/// A module is a run of layers of one outermost module of the network in which branches meet: an Inception module, from its
/// 1×1 convolution to its concatenation. A module that is all of the network is looked into. Layers of a module without
/// branches stay single. An auxiliary classifier is a part too.
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

  /// Which of the modules around a layer is the part.
  public enum Grouping: Sendable {
    /// The outermost one: a stage of a ResNet.
    case stages
    /// The outermost one in which branches meet directly, and not only inside its own modules: a block of a ResNet.
    case blocks
  }

  public let parts: [Part]

  public init(of profile: Profile, by grouping: Grouping = .stages) {
    let rows = profile.rows
    let shared = Outline.sharedDepth(of: rows)
    let joining = Set(rows.filter { $0.layer.inputs.count > 1 }.compactMap(\.layer.scope.last))
    func part(_ row: Profile.Row) -> EnclosingModule? {
      let modules = row.layer.scope.dropFirst(shared)
      switch grouping {
      case .stages: return modules.first
      case .blocks: return modules.first { joining.contains($0) || $0.isAuxiliary }
      }
    }
    var parts: [Part] = []
    var start = 0
    while start < rows.count {
      let module = part(rows[start])
      var end = start + 1
      if let module {
        while end < rows.count, part(rows[end]) == module { end += 1 }
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

  /// Blocks where they are few enough to be told apart in a picture, else stages.
  public static func readable(of profile: Profile) -> Outline {
    let blocks = Outline(of: profile, by: .blocks)
    let counted = blocks.parts.filter { $0.totals.parameters.total > 0 || $0.totals.macs > 0 }
    return counted.count <= mostReadable ? blocks : Outline(of: profile, by: .stages)
  }

  private static let mostReadable = 40

  /// How many modules hold all of the network: a module that is the whole is looked into.
  package static func sharedDepth(of rows: some Collection<Profile.Row>) -> Int {
    guard var shared = rows.first?.layer.scope else { return 0 }
    for row in rows.dropFirst() where !shared.isEmpty {
      shared = zip(shared, row.layer.scope).prefix { $0 == $1 }.map(\.0)
    }
    return shared.count
  }
}

extension Layer {
  /// Its name without that of a module around it and the mark behind that: `conv1` of `layer1.0.conv1`. The whole name where
  /// it does not begin so.
  public func name(within module: String) -> String {
    guard name.hasPrefix(module), name.count > module.count + 1 else { return name }
    let rest = name.dropFirst(module.count)
    guard let mark = rest.first, !mark.isLetter, !mark.isNumber else { return name }
    return String(rest.dropFirst())
  }
}
