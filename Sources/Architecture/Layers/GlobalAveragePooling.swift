/// Global average pooling: the mean of each channel, whatever the size of the image.
public struct GlobalAveragePooling: LayerKind {
  public static let keyword = "global_avgpool"
  public static let kind = "global_avg_pool"

  public init(_ arguments: inout ArgumentReader) {}

  /// C×1×1.
  public func output(of inputs: [Shape]) throws(Misfit) -> Shape {
    guard !inputs[0].isVector else {
      throw Misfit("pooling needs feature maps or a signal, and a vector of \(inputs[0]) arrives")
    }
    return try Shape(channels: inputs[0].channels, extent: inputs[0].extent.map { _ in 1 })
  }

  /// Per channel: H·W − 1 adds and one divide.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(adds: inputs[0].count - output.count, divides: output.count)
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity { .whole }
}
