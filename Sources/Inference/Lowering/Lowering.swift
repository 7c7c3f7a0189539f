import Architecture

/// How one kind of layer is run: as primitives of oneDNN, as a kernel of ours, or not at all.
struct Lowering: Sendable {
  /// Adds a layer's steps to the plan and returns the value that they write.
  typealias Steps = @Sendable (any LayerKind, LoweringContext) throws -> Int

  let kind: any LayerKind.Type
  /// Nil for a kind that cannot be run.
  let steps: Steps?
  /// How a layer can be computed in the step of the layer before it; nil for one that cannot.
  let fusion: @Sendable (any LayerKind) -> Fusion?
  /// Whether a layer's step can compute what follows it too.
  let fuses: @Sendable (any LayerKind) -> Bool

  /// A kind that can be run.
  ///
  /// - Parameters:
  ///   - fusion: how a layer of the kind can be computed in the step of the layer before it.
  ///   - fuses: whether a layer's step can compute what follows it too.
  init<Kind: LayerKind>(
    _ kind: Kind.Type, fusion: @escaping @Sendable (Kind) -> Fusion? = { _ in nil },
    fuses: @escaping @Sendable (Kind) -> Bool = { _ in false },
    _ steps: @escaping @Sendable (Kind, LoweringContext) throws -> Int
  ) {
    self.kind = kind
    self.steps = { layer, context in
      guard let layer = layer as? Kind else { throw InferenceError.cannotRun(context.layer) }
      return try steps(layer, context)
    }
    self.fusion = { ($0 as? Kind).flatMap(fusion) }
    self.fuses = { ($0 as? Kind).map(fuses) ?? false }
  }

  private init(unknown kind: any LayerKind.Type) {
    self.kind = kind
    steps = nil
    fusion = { _ in nil }
    fuses = { _ in false }
  }

  /// A kind that is known and cannot be run.
  static func cannotBeRun(_ kind: any LayerKind.Type) -> Lowering { Lowering(unknown: kind) }
}
