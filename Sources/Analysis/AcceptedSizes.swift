import Architecture

/// The sizes of square images that a network takes with the weights that it has.
public struct AcceptedSizes: Hashable, Sendable {
  /// Sizes that fit, in ascending runs.
  public let ranges: [ClosedRange<Int>]
  /// The largest size that was tried.
  public let largestTried: Int

  /// Whether sizes fit up to the largest tried.
  public var isOpenEnded: Bool { ranges.last?.upperBound == largestTried }

  /// Layers placed at most while trying, which bounds the time.
  private static let effort = 8_000_000

  /// Tries every size up to twice the network's own, at least 1,024, fewer for networks of very many layers.
  public init(of network: Network) {
    let own = network.input.extent.max() ?? 1
    let affordable = max(own + 1, AcceptedSizes.effort / network.layers.count)
    let largest = min(max(1024, 2 * own), affordable)
    var ranges: [ClosedRange<Int>] = []
    for size in 1...largest where AcceptedSizes.fits(size, network) {
      if let last = ranges.last, last.upperBound == size - 1 {
        ranges[ranges.count - 1] = last.lowerBound...size
      } else {
        ranges.append(size...size)
      }
    }
    self.ranges = ranges
    largestTried = largest
  }

  private static func fits(_ size: Int, _ network: Network) -> Bool {
    let extent = network.input.extent.map { _ in size }
    guard let shape = try? Shape(channels: network.input.channels, extent: extent) else { return false }
    return (try? network.resized(to: shape)) != nil
  }
}
