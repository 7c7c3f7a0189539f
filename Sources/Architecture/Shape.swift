/// The size of a value in the network: feature maps C×H×W, a signal C×L, or a vector of N numbers.
///
/// The batch is not part of it. Every shape that exists has positive dimensions and at most
/// `Shape.largestCount` elements, so that products of two of them cannot overflow.
public struct Shape: Hashable, Sendable {
  /// Channels (feature maps), or the length of a vector.
  public let channels: Int
  /// Spatial sizes: `[H, W]`, `[L]`, or empty for a vector.
  public let extent: [Int]
  /// Number of elements, C·H·W.
  public let count: Int

  /// 2³¹ − 1, the largest size of one dimension.
  public static let largestDimension = Int(Int32.max)
  /// 2⁴⁰, the largest number of elements of one value.
  public static let largestCount = 1 << 40

  /// - Throws: `Misfit` for a dimension below 1 or above `largestDimension`, or too many elements.
  public init(channels: Int, extent: [Int] = []) throws(Misfit) {
    var count = 1
    for dimension in CollectionOfOne(channels) + extent {
      guard dimension >= 1 else {
        throw Misfit("a size of \(dimension) is impossible: every dimension is at least 1")
      }
      guard dimension <= Shape.largestDimension else {
        throw Misfit("a size of \(dimension) is too large: a dimension is at most \(Shape.largestDimension)")
      }
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard !overflow, product <= Shape.largestCount else {
        let sizes = ([channels] + extent).map(String.init).joined(separator: "×")
        throw Misfit("\(sizes) has too many elements: at most 2^40 are possible")
      }
      count = product
    }
    self.channels = channels
    self.extent = extent
    self.count = count
  }

  /// `[C, H, W]`, `[C, L]` or `[N]`.
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
  public var description: String { dimensions.map(String.init).joined(separator: "×") }
}
