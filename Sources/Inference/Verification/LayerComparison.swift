import Architecture

/// How a layer's output differs from the one that a reference recorded.
public struct LayerComparison: Sendable {
  public let layer: Layer
  /// The layer's name in the reference, and the size that its output has there.
  public let recordedName: String
  public let recordedShape: [Int]
  /// How far rounding takes the reference's own numbers from double precision, relative to the largest of them, where it is known.
  public let rounding: Double?

  /// The largest |a − b|, b being the reference.
  public private(set) var largest = 0.0
  /// The largest |b|.
  public private(set) var magnitude = 0.0
  /// Where the largest difference is: the input of the batch, then channel, row, column.
  public private(set) var place: [Int] = []
  /// Numbers that are NaN or infinite, here and in the reference.
  public private(set) var notFinite = 0
  public private(set) var recordedNotFinite = 0
  private var count = 0
  /// Σ a·b, Σ a², Σ b².
  private var products = (ab: 0.0, aa: 0.0, bb: 0.0)

  init(_ layer: Layer, recordedName: String, recordedShape: [Int], rounding: Double? = nil) {
    self.layer = layer
    self.recordedName = recordedName
    self.recordedShape = recordedShape
    self.rounding = rounding
  }

  /// Whether the output has the reference's size; axes of size 1 do not count.
  public var hasSameShape: Bool {
    layer.shape.dimensions.filter { $0 != 1 } == recordedShape.dropFirst().filter { $0 != 1 }
  }

  /// The largest difference over the reference's largest magnitude.
  public var relative: Double { largest == 0 ? 0 : magnitude == 0 ? .infinity : largest / magnitude }

  /// Σ a·b / √(Σ a² · Σ b²): 1 where they differ by a factor at most; nil where one of them is zero.
  public var cosine: Double? {
    let norm = (products.aa * products.bb).squareRoot()
    return norm > 0 && norm.isFinite ? products.ab / norm : nil
  }

  /// Whether every number is a number, and none is farther off than the tolerance times the reference's largest.
  public func agrees(within tolerance: Double) -> Bool {
    hasSameShape && notFinite == 0 && recordedNotFinite == 0 && relative <= tolerance
  }

  /// Adds the numbers of some inputs of the batch.
  ///
  /// - Parameter image: which input of the batch the first of them is.
  mutating func add(_ values: [Float], _ recorded: [Float], from image: Int) {
    var worst = -1
    values.withUnsafeBufferPointer { a in
      recorded.withUnsafeBufferPointer { b in
        for index in 0..<min(a.count, b.count) {
          let x = Double(a[index])
          let y = Double(b[index])
          guard x.isFinite, y.isFinite else {
            if !x.isFinite { notFinite += 1 }
            if !y.isFinite { recordedNotFinite += 1 }
            if place.isEmpty, worst < 0 { worst = index }
            continue
          }
          let difference = (x - y).magnitude
          if difference > largest {
            largest = difference
            worst = index
          }
          magnitude = max(magnitude, y.magnitude)
          products.ab += x * y
          products.aa += x * x
          products.bb += y * y
        }
      }
    }
    if worst >= 0 { place = position(of: worst, from: image) }
  }

  private func position(of index: Int, from image: Int) -> [Int] {
    var rest = index
    var place: [Int] = []
    for size in layer.shape.dimensions.reversed() {
      place.insert(rest % size, at: 0)
      rest /= size
    }
    return [image + rest] + place
  }
}
