/// What a tool makes of one layer.
public enum OperationCount: Hashable, Sendable {
  /// It counts that many operations.
  case operations(Int)
  /// It knows the layer, and leaves it out on purpose.
  case zero
  /// It has no rule for the layer: it passes over it in silence, with a warning, or fails.
  case unknown

  /// The operations; nil where the tool does not know the layer.
  public var number: Int? {
    switch self {
    case .operations(let number): number
    case .zero: 0
    case .unknown: nil
    }
  }
}
