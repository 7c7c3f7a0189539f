import Architecture

/// Sums over layers of one kind, or over any set of rows.
public struct KindTotals: Hashable, Sendable {
  public let kind: String
  public private(set) var layers = 0
  public private(set) var parameters = ParameterCount()
  public private(set) var arithmetic = Arithmetic()
  /// Operations by the convention, of the layers that its tool knows.
  public private(set) var operations = 0
  /// Layers that the convention's tool does not know: where there are any, `operations` is a lower bound.
  public private(set) var uncountedLayers = 0
  /// Layers that nobody described: where there are any, parameters and arithmetic are lower bounds.
  public private(set) var undescribedLayers = 0
  public private(set) var activationBytes = 0

  public var macs: Int { arithmetic.multiplyAdds }
  public var flops: Int { arithmetic.flops }

  public init(kind: String) { self.kind = kind }

  /// Adds a layer.
  public mutating func add(_ row: Profile.Row) {
    layers += 1
    parameters = parameters + row.parameters
    arithmetic = arithmetic + row.arithmetic
    operations += row.operations.number ?? 0
    if row.operations == .unknown { uncountedLayers += 1 }
    if row.layer.family == .unknown { undescribedLayers += 1 }
    activationBytes += row.activationBytes
  }
}
