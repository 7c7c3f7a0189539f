import Architecture

/// A network on images of all the sizes that it takes with the weights that it has, or on an even selection of them.
public struct SizeSweep: Sendable {
  /// The analyses, from the smallest input to the largest; the network's own input is always among them.
  public let profiles: [Profile]
  /// Which of them has the network's own input.
  public let own: Int

  /// Steps at most, beside the own size and the smallest.
  public static let mostSteps = 256

  /// Layers analyzed at most, which bounds the time.
  private static let effort = 200_000

  /// Tries squares as `AcceptedSizes` does. Where there are more than `mostSteps`, those are left out that no power of
  /// two divides; where the network's own input is no square, it stands between the squares by its area.
  public init(of profile: Profile) {
    let network = profile.network
    let input = network.input
    var profiles: [Profile] = []
    for size in SizeSweep.sizes(of: network) {
      guard let shape = try? Shape(channels: input.channels, extent: input.extent.map { _ in size }), shape != input,
        let resized = try? network.resized(to: shape),
        let step = try? Profile(of: resized, options: profile.options)
      else { continue }
      profiles.append(step)
    }
    own = profiles.firstIndex { $0.network.input.area > input.area } ?? profiles.count
    profiles.insert(profile, at: own)
    self.profiles = profiles
  }

  private static func sizes(of network: Network) -> [Int] {
    guard !network.input.isVector else { return [] }
    let most = min(mostSteps, effort / network.layers.count)
    guard most > 1 else { return [] }
    let ranges = AcceptedSizes(of: network).ranges
    var spacing = 1
    // Multiples of the spacing up to a size: size / spacing.
    while ranges.reduce(0, { $0 + $1.upperBound / spacing - ($1.lowerBound - 1) / spacing }) > most { spacing *= 2 }
    var sizes = ranges.flatMap { $0.filter { $0 % spacing == 0 } }
    if let smallest = ranges.first?.lowerBound, sizes.first != smallest { sizes.insert(smallest, at: 0) }
    return sizes
  }
}
