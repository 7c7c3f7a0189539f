/// A learned factor and a learned term for each channel or for all of them, either of which may be missing: Caffe's `Scale` and
/// `Bias`, the layer scale of ConvNeXt, the one factor and term behind an activation of PP-HGNet.
public struct Scale: LayerKind {
  public static let name = "scale"
  public static let family = Family.scaling

  public let hasFactor: Bool
  public let hasBias: Bool
  /// Whether all channels have one factor and one term together.
  public let isShared: Bool

  public init(hasFactor: Bool = true, hasBias: Bool = true, isShared: Bool = false) {
    self.hasFactor = hasFactor
    self.hasBias = hasBias
    self.isShared = isShared
  }

  public var attributes: [Attribute] {
    [
      Attribute("factor", hasFactor, default: true), Attribute("bias", hasBias, default: true),
      Attribute("shared", isShared, default: false),
    ]
  }

  /// weight and bias: one number per channel each, or one.
  public func parameters(for inputs: [Shape]) -> [Parameter] {
    let shape = [isShared ? 1 : inputs[0].channels]
    return (hasFactor ? [Parameter("weight", shape, .weight)] : []) + (hasBias ? [Parameter("bias", shape, .bias)] : [])
  }

  /// Per element: a multiply for the factor, an add for the bias.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplies: hasFactor ? 1 : 0, adds: hasBias ? 1 : 0) * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
