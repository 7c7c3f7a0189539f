import Architecture

/// A network's totals for inputs of several sizes and for several batches.
public struct InputSweep: Sendable {
  /// One size and batch.
  public struct Point: Sendable {
    /// A size for each axis.
    public let extent: [Int]
    public let batch: Int
    public let outcome: Outcome
  }

  public enum Outcome: Sendable {
    /// In the order of the quantities; nil for what is not known.
    case fits([Int?])
    /// The network does not take the size.
    case misfit(ResizeError)
    /// The size is none, or the batch makes the totals pass their limits.
    case impossible(SizeError)
  }

  public let network: Network
  public let quantities: [Quantity]
  /// Sizes in the order given, with all batches of each.
  public let points: [Point]

  /// Points of one sweep at most.
  public static let mostPoints = 10_000
  /// Layers analyzed at most, which bounds the time.
  public static let mostLayers = 20_000_000

  /// - Parameter extents: sizes of the input, each with as many numbers as the input has axes.
  public init(
    of network: Network, extents: [[Int]], batches: [Int], quantities: [Quantity], options: Profile.Options
  ) {
    self.quantities = quantities
    let network = network.network(for: options.mode)
    self.network = network
    points = extents.flatMap { extent -> [Point] in
      let shape: Shape
      do throws(SizeError) {
        shape = try Shape(channels: network.input.channels, extent: extent)
      } catch {
        return batches.map { Point(extent: extent, batch: $0, outcome: .impossible(error)) }
      }
      var resized = network
      do throws(ResizeError) {
        if shape != network.input { resized = try network.resized(to: shape) }
      } catch {
        return batches.map { Point(extent: extent, batch: $0, outcome: .misfit(error)) }
      }
      return batches.map { batch in
        var options = options
        options.batch = batch
        do throws(SizeError) {
          let profile = try Profile(of: resized, options: options)
          return Point(extent: extent, batch: batch, outcome: .fits(quantities.map { profile.value(of: $0) }))
        } catch {
          return Point(extent: extent, batch: batch, outcome: .impossible(error))
        }
      }
    }
  }
}
