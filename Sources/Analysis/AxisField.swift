import Architecture

/// The receptive field along one axis.
public struct AxisField: Hashable, Sendable {
  /// Pixels that a unit sees, padding included; of the largest field where they differ.
  public let size: Int
  /// Pixels from one unit's field to the next, the jump; nil where it is not the same everywhere. 0 where every unit sees
  /// the same pixels.
  public let stride: Int?
  /// How far the first unit's field begins before the first pixel; nil where a padding on the way is not known, or
  /// where the stride is not.
  public let padding: Int?
  /// The pixels of each unit, first to last, where they are not evenly spaced; nil otherwise. A unit that sees padding
  /// between the layers alone has none.
  let irregular: [ClosedRange<Int>?]?

  /// Irregular fields of more units than this, or of windows with more cells in all, are not listed, and not known.
  private static let mostUnits = 1 << 20

  /// Sizes, strides and paddings are at most 2⁵³, so that sums and differences of them cannot overflow.
  private static let largest = 1 << 53

  public init(size: Int, stride: Int, padding: Int?) {
    self.size = size
    self.stride = stride
    self.padding = padding
    irregular = nil
  }

  private init(irregular: [ClosedRange<Int>?]?, size: Int) {
    self.size = size
    self.irregular = irregular
    stride = nil
    padding = nil
  }

  private init(irregular: [ClosedRange<Int>?]) {
    // Evenly spaced after all: every unit sees the same.
    if let first = irregular.first ?? nil, irregular.count > 1, irregular.allSatisfy({ $0 == first }) {
      self.init(size: first.count, stride: 0, padding: -first.lowerBound)
    } else {
      self.init(irregular: irregular, size: irregular.map { $0?.count ?? 0 }.max() ?? 0)
    }
  }

  /// How many units are listed one by one.
  var listedUnits: Int { irregular?.count ?? 0 }

  /// The same without the list, which leaves the size alone.
  var unlisted: AxisField { irregular == nil ? self : AxisField(irregular: nil, size: size) }

  /// Whether its size is that of every unit's field, or of the largest.
  var isKnown: Bool { irregular != nil || stride != nil }

  /// Whether the pixels of each unit are known.
  private var isListed: Bool { irregular != nil || stride != nil && padding != nil }

  /// The pixel at the middle of the first unit's field: (size − 1)/2 − padding. A half lies between two pixels.
  public var center: Double? { padding.map { Double(size - 1) / 2 - Double($0) } }

  /// The pixels that unit `index` sees, first to last; below 0 or past the image's end is padding. Nil where they are not
  /// known, and for a unit that sees nothing.
  public func pixels(of index: Int) -> ClosedRange<Int>? {
    if let irregular { return irregular.indices.contains(index) ? irregular[index] : nil }
    guard let stride, let padding else { return nil }
    let (distance, overflow) = index.multipliedReportingOverflow(by: stride)
    guard !overflow, abs(distance) <= AxisField.largest else { return nil }
    let start = distance - padding
    return start...(start + size - 1)
  }

  /// The field of units that read units with this field.
  ///
  /// - Parameters:
  ///   - map: which units each of them reads.
  ///   - hasKnownPadding: whether the map's padding before the first unit is known; for `same` without a size it is not.
  ///   - inputs: how many units there are with this field.
  ///   - outputs: how many units read them.
  /// - Returns: nil where a size, a stride or a padding passes 2⁵³, and where uneven fields are too many to list.
  public func extended(by map: AxisMap, hasKnownPadding: Bool = true, inputs: Int, outputs: Int) -> AxisField? {
    if map.isSliding, let stride {
      // size + (last − first)·stride, map.scale·stride, padding − first·stride
      guard let growth = AxisField.product(map.last - map.first, stride),
        let jump = AxisField.product(map.scale, stride),
        let shift = AxisField.product(map.first, stride), let grown = AxisField.sum(size, growth)
      else { return nil }
      var shifted: Int?
      if hasKnownPadding, let padding {
        guard let sum = AxisField.sum(padding, -shift) else { return nil }
        shifted = sum
      }
      return AxisField(size: grown, stride: jump, padding: shifted)
    }
    // Of even fields the first and the last cell are enough.
    let cells = irregular == nil ? 1 : (map.last - map.first) / (map.divisor * map.step) + 1
    guard isListed, outputs <= AxisField.mostUnits / cells else { return nil }
    return AxisField(
      irregular: (0..<outputs).map { index in
        guard let irregular else {
          guard let span = map.span(of: index, in: inputs) else { return nil }
          return AxisField.hull([pixels(of: span.lowerBound), pixels(of: span.upperBound)])
        }
        return AxisField.hull(map.list(of: index, in: inputs).lazy.map { irregular[$0] })
      })
  }

  /// The field of units each of which reads all units.
  ///
  /// - Returns: nil where the size passes 2⁵³.
  func extendedOverAll(inputs: Int, outputs: Int) -> AxisField? {
    let all = extended(by: AxisMap(Window(kernel: inputs)), inputs: inputs, outputs: 1)
    guard outputs > 1, let all else { return all }
    return all.extended(by: .broadcast, inputs: 1, outputs: outputs)
  }

  /// The field that spans this one and another of the same units, and whether their centres agree.
  public func merged(with other: AxisField, units: Int) -> (field: AxisField, isAligned: Bool) {
    if self == other { return (self, true) }
    if let stride, stride == other.stride {
      guard let padding, let otherPadding = other.padding else {
        return (AxisField(size: max(size, other.size), stride: stride, padding: nil), true)
      }
      // unit 0 spans −padding ... size − 1 − padding
      let end = max(size - padding, other.size - otherPadding)
      let start = max(padding, otherPadding)
      let isAligned = size - 2 * padding == other.size - 2 * otherPadding
      return (AxisField(size: start + end, stride: stride, padding: start), isAligned)
    }
    guard units <= AxisField.mostUnits, isListed, other.isListed else {
      return (AxisField(irregular: nil, size: max(size, other.size)), false)
    }
    var isAligned = true
    var merged: [ClosedRange<Int>?] = []
    for index in 0..<units {
      let (a, b) = (pixels(of: index), other.pixels(of: index))
      if let a, let b { isAligned = isAligned && a.lowerBound + a.upperBound == b.lowerBound + b.upperBound }
      merged.append(AxisField.hull([a, b]))
    }
    return (AxisField(irregular: merged), isAligned)
  }

  /// The smallest range around all.
  private static func hull(_ ranges: some Sequence<ClosedRange<Int>?>) -> ClosedRange<Int>? {
    ranges.reduce(nil) { hull, range in
      guard let hull, let range else { return hull ?? range }
      return min(hull.lowerBound, range.lowerBound)...max(hull.upperBound, range.upperBound)
    }
  }

  /// Nil past `largest`.
  private static func product(_ a: Int, _ b: Int) -> Int? {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow || abs(product) > largest ? nil : product
  }

  /// Nil past `largest`.
  private static func sum(_ a: Int, _ b: Int) -> Int? { abs(a + b) > largest ? nil : a + b }
}
