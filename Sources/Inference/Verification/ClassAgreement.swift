import Architecture

/// For how many inputs the reference and the network have the same answer.
public struct ClassAgreement: Sendable {
  public let layer: Layer
  public private(set) var images = 0
  /// Inputs with the same best class.
  public private(set) var first = 0
  /// Inputs with the same five best classes, in whatever order; nil where there are no more than five.
  public private(set) var five: Int?

  /// Nil for a layer that does not tell classes apart.
  init?(_ layer: Layer) {
    guard layer.shape.count > 1, layer.shape.area == 1 else { return nil }
    self.layer = layer
    five = layer.shape.count > 5 ? 0 : nil
  }

  mutating func add(_ values: [Float], _ recorded: [Float]) {
    let count = layer.shape.count
    for start in stride(from: 0, to: values.count, by: count) {
      let mine = ClassAgreement.best(values[start..<(start + count)], of: layer)
      let theirs = ClassAgreement.best(recorded[start..<(start + count)], of: layer)
      images += 1
      if mine.first == theirs.first { first += 1 }
      if let same = five { five = same + (Set(mine) == Set(theirs) ? 1 : 0) }
    }
  }

  /// The five best classes of an output, the best first: the largest scores, or after radial basis functions the smallest
  /// distances; of equal ones the first.
  public static func best(_ scores: ArraySlice<Float>, of layer: Layer) -> [Int] {
    let sign: Float = layer.kind is RadialBasis ? 1 : -1
    let order = scores.indices.sorted { a, b in
      let (x, y) = (sign * scores[a], sign * scores[b])
      return x == y ? a < b : x < y
    }
    return order.prefix(5).map { $0 - scores.startIndex }
  }
}
