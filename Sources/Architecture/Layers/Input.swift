/// The image or signal that enters the network; the first layer of every network, not written in a model file's list.
public struct Input: LayerKind {
  public static let keyword = "input"
  public static let kind = "input"

  public let shape: Shape

  public init(shape: Shape) { self.shape = shape }

  /// An input is not read from a list of layers.
  public init(_ arguments: inout ArgumentReader) { preconditionFailure("'input' is no keyword of a layer list") }

  public func output(of inputs: [Shape]) throws(Misfit) -> Shape { shape }
}
