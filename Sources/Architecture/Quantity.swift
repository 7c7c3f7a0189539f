/// A number that sums a network up, and that a limit can be set for.
public enum Quantity: String, CaseIterable, Sendable {
  case parameters, macs, flops
  /// Bytes of activations that have to be there at once.
  case peak
  /// Bytes of all activations.
  case activations
  /// Bytes of all parameters.
  case weights
  /// Bytes of all parameters and of the activations that have to be there at once.
  case memory
  case layers
  /// Convolutions and fully connected layers on the longest path.
  case depth
  /// Pixels on a side of the receptive field of the last layer that does not see the whole image.
  case field

  public var isBytes: Bool {
    switch self {
    case .peak, .activations, .weights, .memory: true
    case .parameters, .macs, .flops, .layers, .depth, .field: false
    }
  }

  /// Reads `4.1G`, and of bytes also `60MB` and `64 MiB`; nil for anything else.
  public func number(_ text: String) -> Int? {
    guard isBytes else { return PublishedFigure.number(text)?.value }
    var digits = text
    if digits.last == "B" { digits.removeLast() }
    digits.removeAll { $0 == " " }
    return PublishedFigure.number(digits)?.value
  }
}
