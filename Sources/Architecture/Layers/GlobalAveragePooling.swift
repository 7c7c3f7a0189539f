/// Global average pooling: the mean of each channel, whatever the size of the image.
public struct GlobalAveragePooling: LayerKind {
  public static let name = "global_avg_pool"
  public static let family = Family.pooling

  public init() {}

  /// C×1×1.
  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    guard !inputs[0].isVector else {
      throw .noPositions(operation: .pooling, input: inputs[0])
    }
    return try Shape(channels: inputs[0].channels, extent: inputs[0].extent.map { _ in 1 })
  }

  /// Per channel: H·W − 1 adds and one divide.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(adds: inputs[0].count - output.count, divides: output.count)
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity { .whole }

  public var kept: Kept { .nothing }
}
