import Architecture

extension Profile {
  /// The number of a quantity; nil where it is not known.
  ///
  /// - Parameter bound: of a receptive field that is no square a limit from above asks for the longer side, and one from
  ///   below for the shorter.
  public func value(of quantity: Quantity, for bound: QuantityLimit.Bound = .most) -> Int? {
    switch quantity {
    case .parameters: return totals.parameters.total
    case .macs: return totals.macs
    case .flops: return totals.flops
    case .peak: return memory.peak
    case .activations: return memory.total
    case .weights: return parameterBytes
    case .memory: return parameterBytes + memory.peak
    case .layers: return rows.count
    case .depth: return Depth.of(network)
    case .field:
      // Where every unit sees the whole image, that is its field.
      guard let row = lastWindowed else {
        return bound == .most ? network.input.extent.max() : network.input.extent.min()
      }
      guard row.windowedField.isKnown else { return nil }
      let sizes = row.windowedField.axes.map(\.size)
      return bound == .most ? sizes.max() : sizes.min()
    }
  }
}

/// Whether a network keeps to a limit.
public struct LimitCheck: Sendable {
  public let limit: QuantityLimit
  /// Nil where it is not known.
  public let value: Int?

  public init(_ limit: QuantityLimit, of profile: Profile) {
    self.limit = limit
    value = profile.value(of: limit.quantity, for: limit.bound)
  }

  /// What is not known keeps to nothing.
  public var passes: Bool { value.map(limit.holds) ?? false }
}

/// Whether a quantity of a network got worse than it was in another: parameters, operations and memory by growing, the
/// receptive field by shrinking.
public struct ChangeCheck: Sendable {
  public let quantity: Quantity
  /// Nil where it is not known.
  public let before: Int?
  public let after: Int?
  public let tolerance: Tolerance

  /// What is compared.
  public static let quantities: [Quantity] = [.parameters, .macs, .peak, .field]

  public init(_ quantity: Quantity, from before: Profile, to after: Profile, tolerance: Tolerance) {
    self.quantity = quantity
    self.before = before.value(of: quantity, for: quantity == .field ? .least : .most)
    self.after = after.value(of: quantity, for: quantity == .field ? .least : .most)
    self.tolerance = tolerance
  }

  /// Which way is worse.
  public var bound: QuantityLimit.Bound { quantity == .field ? .least : .most }

  /// What is known of one alone has changed.
  public var passes: Bool {
    guard let before, let after else { return before == after }
    return tolerance.holds(growth: bound == .most ? after - before : before - after, of: before)
  }

  /// In percent of what it was; nil where that is not known or nothing.
  public var percent: Double? {
    guard let before, let after, before > 0 else { return nil }
    return 100 * Double(after - before) / Double(before)
  }
}
