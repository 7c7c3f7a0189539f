/// A number that someone published about a network, with as many digits as they gave.
public struct PublishedFigure: Sendable {
  public enum Quantity: String, CaseIterable, Sendable {
    case parameters, trainable, macs
    /// MACs of the convolutions alone.
    case convMACs = "conv_macs"
    /// The receptive field of a layer, in pixels on a side.
    case field
  }

  public let quantity: Quantity
  /// The layer that a receptive field belongs to.
  public let layer: String?
  /// Training is with auxiliary classifiers.
  public let mode: Mode
  /// As it was published: `61,100,840` is written `61100840`, and `138.4M` as it is.
  public let text: String
  /// The number that was published, and what its last digit is worth: 138.4M is 138,400,000, to 100,000.
  public let value: Int
  public let step: Int
  /// Who published it, and where.
  public let source: String

  public init(
    quantity: Quantity, layer: String? = nil, mode: Mode = .inference, text: String, value: Int, step: Int,
    source: String
  ) {
    self.quantity = quantity
    self.layer = layer
    self.mode = mode
    self.text = text
    self.value = value
    self.step = step
    self.source = source
  }

  /// How a computed number agrees with a published one.
  public enum Agreement: String, Sendable {
    case exact
    /// It rounds to the published one.
    case rounded
    /// The published one leaves out its further digits without rounding.
    case truncated
    case differs
  }

  public func agreement(with computed: Int) -> Agreement {
    if computed == value { return .exact }
    // Sums of a network are below 2⁵³, and so are published figures.
    if (computed + step / 2) / step * step == value { return .rounded }
    return computed / step * step == value ? .truncated : .differs
  }

  /// Reads `61100840`, `138.4M`, `7.61G` or, in units of 1024, `159Ki` and `64Mi`; nil for anything else.
  public static func number(_ text: String) -> (value: Int, step: Int)? {
    let units: [(String, Int)] = [
      ("Ki", 1 << 10), ("Mi", 1 << 20), ("Gi", 1 << 30), ("k", 1_000), ("M", 1_000_000), ("G", 1_000_000_000),
    ]
    let unit = units.first { text.hasSuffix($0.0) }
    let number = unit.map { text.dropLast($0.0.count) } ?? text[...]
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    let decimals = parts.count == 2 ? parts[1].count : 0
    guard parts.count <= 2, !number.isEmpty, (parts.count == 1 || decimals > 0), number.utf8.count <= 17,
      number.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }), let digits = Int(parts.joined())
    else { return nil }
    var step = unit?.1 ?? 1
    for _ in 0..<decimals {
      guard step % 10 == 0 else { return nil }
      step /= 10
    }
    let (value, overflow) = digits.multipliedReportingOverflow(by: step)
    return overflow || value > Limits.operations ? nil : (value, step)
  }
}
