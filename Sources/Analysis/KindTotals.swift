import Architecture

/// Sums over layers of one kind, or over any set of rows.
public struct KindTotals: Hashable, Sendable {
  public let kind: String
  public private(set) var layers = 0
  public private(set) var parameters = ParameterCount()
  public private(set) var arithmetic = Arithmetic()
  public private(set) var operations = 0
  public private(set) var activationBytes = 0

  public var macs: Int { arithmetic.multiplyAdds }
  public var flops: Int { arithmetic.flops }

  public init(kind: String) { self.kind = kind }

  mutating func add(_ row: Profile.Row) {
    layers += 1
    parameters = parameters + row.parameters
    arithmetic = arithmetic + row.arithmetic
    operations += row.operations
    activationBytes += row.activationBytes
  }
}
