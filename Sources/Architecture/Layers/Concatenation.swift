/// Concatenation: the channels of all branches, one after the other.
public struct Concatenation: LayerKind {
  public static let name = "concat"
  public static let family = Family.join
  public static let arity = Arity.many

  public init() {}

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    let extent = inputs[0].extent
    if let other = inputs.firstIndex(where: { $0.extent != extent }) {
      throw .concatenation(first: inputs[0], branch: other, size: inputs[other])
    }
    var channels = 0
    for input in inputs { channels += input.channels }
    return try Shape(channels: channels, extent: extent)
  }

  public var kept: Kept { .nothing }
}
