import Architecture

/// How one tool counts the operations of each kind of layer: by a formula, as zero on purpose, or not at all.
///
/// A rule states every kind of `LayerKinds.all`, which a test demands. What it does not state is unknown.
struct CountingRule: Sendable {
  typealias Formula = @Sendable (CountedLayer) -> Amount

  let unit: Convention.Unit
  /// What is counted, in one sentence.
  let summary: String
  private var formulas: [ObjectIdentifier: Formula] = [:]
  /// The kinds that it states, in its order.
  private(set) var stated: [any LayerKind.Type] = []

  init(_ unit: Convention.Unit, _ summary: String, _ state: (inout CountingRule) -> Void) {
    self.unit = unit
    self.summary = summary
    state(&self)
  }

  /// Kinds of which a formula gives the operations of one image; a batch has as many times more.
  mutating func count(_ kinds: any LayerKind.Type..., by formula: @escaping Formula) {
    state(kinds) { formula($0) * $0.batch }
  }

  /// The same with the arguments of one kind.
  mutating func count<Kind: LayerKind>(
    _ kind: Kind.Type, by formula: @escaping @Sendable (Kind, CountedLayer) -> Amount
  ) {
    countBatch(kind) { formula($0, $1) * $1.batch }
  }

  /// Kinds of which a formula gives the operations of the whole batch.
  mutating func countBatch(_ kinds: any LayerKind.Type..., by formula: @escaping Formula) { state(kinds, formula) }

  /// The same with the arguments of one kind.
  mutating func countBatch<Kind: LayerKind>(
    _ kind: Kind.Type, by formula: @escaping @Sendable (Kind, CountedLayer) -> Amount
  ) {
    state([kind]) { layer in (layer.layer.kind as? Kind).map { formula($0, layer) } ?? .unknown }
  }

  /// Kinds that the tool knows and leaves out on purpose.
  mutating func zero(_ kinds: any LayerKind.Type...) { state(kinds) { _ in .zero } }

  /// Kinds that the tool leaves out on purpose where they are modules, and does not see where they are function calls.
  mutating func zeroAsModule(_ kinds: any LayerKind.Type...) { state(kinds) { $0.isModule ? .zero : .unknown } }

  /// Kinds that the tool has no rule for.
  mutating func unknown(_ kinds: any LayerKind.Type...) { state(kinds) { _ in .unknown } }

  private mutating func state(_ kinds: [any LayerKind.Type], _ formula: @escaping Formula) {
    stated += kinds
    for kind in kinds { formulas[ObjectIdentifier(kind)] = formula }
  }

  func amount(of layer: CountedLayer) -> Amount {
    formulas[ObjectIdentifier(type(of: layer.layer.kind))]?(layer) ?? .unknown
  }
}
