/// Concatenation: the channels of all branches, one after the other.
public struct Concatenation: LayerKind {
  public static let keyword = "concat"
  public static let kind = "concat"
  public static let joins = true

  public init(_ arguments: inout ArgumentReader) {}

  public func output(of inputs: [Shape]) throws(Misfit) -> Shape {
    let extent = inputs[0].extent
    if let other = inputs.firstIndex(where: { $0.extent != extent }) {
      throw Misfit(
        "branches do not concatenate: branch 1 is \(inputs[0]) and branch \(other + 1) is \(inputs[other]); "
          + "all but the channels must be equal")
    }
    var channels = 0
    for input in inputs { channels += input.channels }
    return try Shape(channels: channels, extent: extent)
  }
}
