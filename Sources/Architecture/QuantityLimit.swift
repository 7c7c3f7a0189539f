/// The most, or the least, that a quantity of a network may be.
public struct QuantityLimit: Hashable, Sendable {
  public enum Bound: String, Sendable {
    case most = "max"
    case least = "min"
  }

  public let bound: Bound
  public let quantity: Quantity
  public let value: Int

  public init(_ bound: Bound, _ quantity: Quantity, _ value: Int) {
    (self.bound, self.quantity, self.value) = (bound, quantity, value)
  }

  /// What people limit: every quantity from above, and from below what a network needs enough of.
  public static let kinds: [(bound: Bound, quantity: Quantity)] =
    Quantity.allCases.map { (.most, $0) } + [(.least, .depth), (.least, .field)]

  /// `max-macs`, as an option and in a file of limits.
  public static func name(_ bound: Bound, _ quantity: Quantity) -> String { "\(bound.rawValue)-\(quantity.rawValue)" }

  public var name: String { QuantityLimit.name(bound, quantity) }

  /// Whether a number keeps to it.
  public func holds(for number: Int) -> Bool { bound == .most ? number <= value : number >= value }
}
