/// A layer as declared, before sizes are known: one entry of the flat list that a model file stands for.
struct Declaration: Sendable {
  let name: String
  let isNamed: Bool
  /// Nil where the declaration is faulty: the problem is noted, and nothing follows from it.
  let kind: (any LayerKind)?
  let inputs: [Int]
  let auxiliary: String?
  let location: Location
  /// The calls of modules that led here, innermost first.
  let usedFrom: [Location]
}
