/// A learned factor, and where asked a learned term, for each channel: Caffe's `Scale`, the layer scale of ConvNeXt.
public struct Scale: LayerKind {
  public static let name = "scale"
  public static let family = Family.scaling

  public let hasBias: Bool

  public init(hasBias: Bool = true) { self.hasBias = hasBias }

  public var attributes: [Attribute] { [Attribute("bias", hasBias, default: true)] }

  /// weight and bias: one number per channel each.
  public func parameters(for inputs: [Shape]) -> [Parameter] {
    let weight = Parameter("weight", [inputs[0].channels], .weight)
    return hasBias ? [weight, Parameter("bias", [inputs[0].channels], .bias)] : [weight]
  }

  /// Per element: a multiply, and an add for the bias.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplies: 1, adds: hasBias ? 1 : 0) * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
