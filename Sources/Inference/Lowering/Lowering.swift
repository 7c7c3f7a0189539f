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
  /// What a layer's step can compute that follows it.
  let followers: @Sendable (any LayerKind) -> Followers

  /// What the step of a layer can compute beyond the layer, in this order; with any of it also what computes nothing.
  struct Followers: OptionSet, Sendable {
    let rawValue: Int

    /// Another order of the channels.
    static let shuffle = Followers(rawValue: 1)
    /// A factor and a summand of each channel.
    static let channels = Followers(rawValue: 2)
    /// Another tensor of the same sizes, added.
    static let addition = Followers(rawValue: 4)
    static let relu = Followers(rawValue: 8)
    /// Any activation.
    static let activation = Followers(rawValue: 16)
    /// Another order of the axes, with a factor and a summand of each channel behind it.
    static let transposition = Followers(rawValue: 32)
  }

  /// A kind that can be run.
  ///
  /// - Parameters:
  ///   - fusion: how a layer of the kind can be computed in the step of the layer before it.
  ///   - followers: what a layer's step can compute that follows it.
  init<Kind: LayerKind>(
    _ kind: Kind.Type, fusion: @escaping @Sendable (Kind) -> Fusion? = { _ in nil },
    followers: @escaping @Sendable (Kind) -> Followers = { _ in [] },
    _ steps: @escaping @Sendable (Kind, LoweringContext) throws -> Int
  ) {
    self.kind = kind
    self.steps = { layer, context in
      guard let layer = layer as? Kind else { throw InferenceError.cannotRun(context.layer) }
      return try steps(layer, context)
    }
    self.fusion = { ($0 as? Kind).flatMap(fusion) }
    self.followers = { ($0 as? Kind).map(followers) ?? [] }
  }

  private init(unknown kind: any LayerKind.Type) {
    self.kind = kind
    steps = nil
    fusion = { _ in nil }
    followers = { _ in [] }
  }

  /// A kind that is known and cannot be run.
  static func cannotBeRun(_ kind: any LayerKind.Type) -> Lowering { Lowering(unknown: kind) }
}
