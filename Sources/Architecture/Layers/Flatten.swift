/// Flatten: feature maps C×H×W become one vector, channel by channel, row by row. Nothing is computed or copied.
public struct Flatten: LayerKind {
  public static let name = "flatten"
  public static let family = Family.shape

  public init() {}

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape { try Shape(channels: inputs[0].count) }

  public func isView(_ mode: Mode) -> Bool { true }

  public var kept: Kept { .nothing }
}
