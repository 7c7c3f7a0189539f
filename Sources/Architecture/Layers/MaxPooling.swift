/// Max pooling: the largest value under each window, channel by channel.
///
/// Windows that reach over the padded border are clipped; padding never wins.
public struct MaxPooling: LayerKind {
  public static let name = "max_pool"
  public static let family = Family.pooling

  public let window: WindowArguments

  public init(window: WindowArguments) { self.window = window }

  public var attributes: [Attribute] { window.attributes(strideDefault: window.kernel) }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    try window.output(channels: inputs[0].channels, for: inputs[0])
  }

  /// Compares: window cells − 1 per output, as if no window were clipped.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    let cells = window.fittingWindows(for: inputs[0]).map(\.kernel).reduce(1, *)
    return Arithmetic(compares: (cells - 1) * output.count)
  }

  public func windows(on input: Shape) -> [Window] { window.fittingWindows(for: input) }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity { .windows(windows(on: inputs[0])) }

  public var kept: Kept { .indices }
}
