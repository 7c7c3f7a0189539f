/// Average pooling: the mean under each window, channel by channel.
public struct AveragePooling: LayerKind {
  public static let name = "avg_pool"
  public static let family = Family.pooling

  public let window: WindowArguments
  /// Whether zeros of the padding count in the divisor, as in Caffe and by default in PyTorch.
  public let countsPadding: Bool

  public init(window: WindowArguments, countsPadding: Bool) {
    self.window = window
    self.countsPadding = countsPadding
  }

  public var attributes: [Attribute] {
    window.attributes(strideDefault: window.kernel)
      + [Attribute("count_padding", countsPadding, default: true)]
  }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    try window.output(channels: inputs[0].channels, for: inputs[0])
  }

  /// Per output, as if no window were clipped: window cells − 1 adds and one divide.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    let cells = window.fittingWindows(for: inputs[0]).map(\.kernel).reduce(1, *)
    return Arithmetic(adds: (cells - 1) * output.count, divides: output.count)
  }

  public func windows(on input: Shape) -> [Window] { window.fittingWindows(for: input) }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity { .windows(windows(on: inputs[0])) }

  public var kept: Kept { .nothing }
}
