/// A learned factor and a learned term for each channel, either of which may be missing: Caffe's `Scale` and `Bias`, the layer
/// scale of ConvNeXt.
public struct Scale: LayerKind {
  public static let name = "scale"
  public static let family = Family.scaling

  public let hasFactor: Bool
  public let hasBias: Bool

  public init(hasFactor: Bool = true, hasBias: Bool = true) {
    self.hasFactor = hasFactor
    self.hasBias = hasBias
  }

  public var attributes: [Attribute] {
    [Attribute("factor", hasFactor, default: true), Attribute("bias", hasBias, default: true)]
  }

  /// weight and bias: one number per channel each.
  public func parameters(for inputs: [Shape]) -> [Parameter] {
    let shape = [inputs[0].channels]
    return (hasFactor ? [Parameter("weight", shape, .weight)] : []) + (hasBias ? [Parameter("bias", shape, .bias)] : [])
  }

  /// Per element: a multiply for the factor, an add for the bias.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplies: hasFactor ? 1 : 0, adds: hasBias ? 1 : 0) * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
