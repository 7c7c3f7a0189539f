/// The image or signal that enters the network; the first layer of every network, not written in a model file's list.
public struct Input: LayerKind {
  public static let name = "input"
  public static let family = Family.input

  public static let arity = Arity.none

  public let shape: Shape

  public init(shape: Shape) { self.shape = shape }

  /// An input is not read from a list of layers.
  public func output(of inputs: [Shape]) throws(SizeError) -> Shape { shape }
}
