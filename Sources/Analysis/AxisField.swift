import Architecture

/// The receptive field along one axis.
public struct AxisField: Hashable, Sendable {
  /// Pixels that a unit sees, padding included; of the largest field where they differ.
  public let size: Int
  /// Pixels from one unit's field to the next, the jump; nil where it is not the same everywhere.
  public let stride: Int?
  /// How far the first unit's field begins before the first pixel; nil where a padding on the way is not known, or
  /// where the stride is not.
  public let padding: Int?
  /// The pixels of each unit, first to last, where they are not evenly spaced; nil otherwise. A unit that sees padding
  /// between the layers alone has none.
  let irregular: [ClosedRange<Int>?]?

  /// Irregular fields of more units than this, or of windows with more cells in all, are not listed, and only their
  /// size is known.
  private static let mostUnits = 1 << 20

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
    self.init(irregular: irregular, size: irregular.map { $0?.count ?? 0 }.max() ?? 0)
  }

  /// Whether the pixels of each unit are known.
  private var isListed: Bool { irregular != nil || stride != nil && padding != nil }

  /// The pixel at the middle of the first unit's field: (size − 1)/2 − padding. A half lies between two pixels.
  public var center: Double? { padding.map { Double(size - 1) / 2 - Double($0) } }

  /// The pixels that unit `index` sees, first to last; below 0 or past the image's end is padding. Nil where they are not
  /// known, and for a unit that sees nothing.
  public func pixels(of index: Int) -> ClosedRange<Int>? {
    if let irregular { return irregular.indices.contains(index) ? irregular[index] : nil }
    guard let stride, let padding else { return nil }
    let start = index * stride - padding
    return start...(start + size - 1)
  }

  /// The field of a window over units with this field.
  ///
  /// - Parameters:
  ///   - padding: the layer's padding before the first unit, nil where it is not known.
  ///   - inputs: how many units there are.
  public func extended(by window: Window, padding layerPadding: Int?, inputs: Int) -> AxisField {
    if let stride {
      return AxisField(
        size: size + (window.span - 1) * stride,
        stride: window.stride * stride,
        padding: padding.flatMap { own in layerPadding.map { own + $0 * stride } })
    }
    guard let irregular, let outputs = try? window.outputSize(inputs),
      outputs <= AxisField.mostUnits / window.kernel
    else {
      return AxisField(irregular: nil, size: size)
    }
    return AxisField(irregular: (0..<outputs).map { AxisField.hull(irregular, window, at: $0) })
  }

  /// The field of adaptive pooling to `outputs` regions.
  func extended(byRegions outputs: Int, inputs: Int) -> AxisField {
    guard isListed else { return AxisField(irregular: nil, size: size) }
    return AxisField(
      irregular: (0..<outputs).map { index in
        let region = AdaptiveAveragePooling.region(index, input: inputs, outputs: outputs)
        if let irregular { return AxisField.hull(irregular[region]) }
        return AxisField.hull([pixels(of: region.lowerBound), pixels(of: region.upperBound - 1)])
      })
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

  /// The pixels of the units that window `index` looks at, without those in the padding.
  private static func hull(_ fields: [ClosedRange<Int>?], _ window: Window, at index: Int) -> ClosedRange<Int>? {
    let start = index * window.stride - window.before
    let cells = (0..<window.kernel).lazy.map { start + $0 * window.dilation }
    return hull(cells.filter { fields.indices.contains($0) }.map { fields[$0] })
  }

  /// The smallest range around all.
  private static func hull(_ ranges: some Sequence<ClosedRange<Int>?>) -> ClosedRange<Int>? {
    ranges.reduce(nil) { hull, range in
      guard let hull, let range else { return hull ?? range }
      return min(hull.lowerBound, range.lowerBound)...max(hull.upperBound, range.upperBound)
    }
  }
}
