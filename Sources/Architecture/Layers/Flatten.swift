/// Flatten: feature maps C×H×W become one vector, channel by channel, row by row. Nothing is computed or copied.
public struct Flatten: LayerKind {
  public static let keyword = "flatten"
  public static let kind = "flatten"

  public init(_ arguments: inout ArgumentReader) {}

  public func output(of inputs: [Shape]) throws(Misfit) -> Shape { try Shape(channels: inputs[0].count) }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
