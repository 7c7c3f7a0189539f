import Architecture

/// Published figures of a network beside the computed ones.
public struct PublishedCheck: Sendable {
  public struct Result: Sendable {
    public let figure: PublishedFigure
    public let computed: Int
    public var agreement: PublishedFigure.Agreement { figure.agreement(with: computed) }
  }

  /// Those that can be computed: of training only where the network was analyzed for it too.
  public let results: [Result]

  /// - Parameter training: the same network as it is trained; nil where it is not known.
  public init(of profile: Profile, training: Profile?) {
    results = profile.network.model.published.compactMap { figure in
      let profiles = [profile] + (training.map { [$0] } ?? [])
      guard let profile = profiles.first(where: { $0.options.mode == figure.mode }),
        let computed = PublishedCheck.compute(figure, in: profile)
      else { return nil }
      return Result(figure: figure, computed: computed)
    }
  }

  private static func compute(_ figure: PublishedFigure, in profile: Profile) -> Int? {
    switch figure.quantity {
    case .parameters: profile.totals.parameters.total
    case .trainable: profile.totals.parameters.trainable
    case .macs: profile.totals.macs
    case .convMACs: profile.byFamily[0].macs
    case .field: profile.rows.first { $0.layer.name == figure.layer }?.field.axes.map(\.size).max()
    }
  }
}
