/// The size of a value in the network: feature maps C×H×W, a signal C×L, or a vector of N numbers.
///
/// Where an operation works on other shapes (tokens N×C, say), the list of dimensions is kept as it is, and its first one
/// stands for the channels. The batch is not part of it. Every shape that exists has positive dimensions, none above
/// `largestDimension`, and at most `largestCount` elements: sums of a million counts cannot overflow, and products of two
/// can, which `Limits.check` is for.
public struct Shape: Hashable, Sendable {
  /// Channels (feature maps), or the length of a vector.
  public let channels: Int
  /// Spatial sizes: `[H, W]`, `[L]`, `[D, H, W]`, or empty for a vector.
  public let extent: [Int]
  /// Number of elements, C·H·W.
  public let count: Int

  /// 2³¹ − 1, the largest size of one dimension.
  public static let largestDimension = Int(Int32.max)
  /// 2⁴⁰, the largest number of elements of one value.
  public static let largestCount = 1 << 40

  /// Axes at most, channels counted.
  public static let mostAxes = 8

  /// - Throws: `SizeError` for a dimension below 1 or above `largestDimension`, too many elements, or too many axes.
  public init(channels: Int, extent: [Int] = []) throws(SizeError) {
    guard extent.count < Shape.mostAxes else { throw .manyAxes(extent.count + 1) }
    var count = 1
    for dimension in CollectionOfOne(channels) + extent {
      guard dimension >= 1 else { throw .impossibleDimension(dimension) }
      guard dimension <= Shape.largestDimension else { throw .largeDimension(dimension) }
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard !overflow, product <= Shape.largestCount else { throw .manyElements(dimensions: [channels] + extent) }
      count = product
    }
    self.channels = channels
    self.extent = extent
    self.count = count
  }

  /// A shape of a list of dimensions, which must not be empty.
  ///
  /// - Throws: `SizeError` as above.
  public init(dimensions: [Int]) throws(SizeError) {
    guard let first = dimensions.first else { throw .impossibleDimension(0) }
    try self.init(channels: first, extent: Array(dimensions.dropFirst()))
  }

  /// `[C, H, W]`, `[C, L]`, `[C, D, H, W]` or `[N]`.
  public var dimensions: [Int] { [channels] + extent }

  /// A vector has no spatial axes.
  public var isVector: Bool { extent.isEmpty }

  /// Positions of one channel: H·W, L, or 1 for a vector.
  public var area: Int { count / channels }

  /// Reads `3x227x227`, `3×227×227` or `3,227,227`; nil if it is not a list of whole numbers.
  public static func dimensions(of text: String) -> [Int]? {
    let parts = text.split(omittingEmptySubsequences: false) { "xX×,*".contains($0) }
    let numbers = parts.compactMap { Int($0) }
    return numbers.count == parts.count && !numbers.isEmpty ? numbers : nil
  }
}

extension Shape: CustomStringConvertible {
  /// `96×55×55`, or `4096` for a vector.
  public var description: String { extent.reduce(into: String(channels)) { $0 += "×\($1)" } }
}
