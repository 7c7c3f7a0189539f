/// LeNet-5's trainable sub-sampling: the sum under each window, times a coefficient of the map, plus a bias of the map.
///
/// Source: LeCun et al. 1998, section II.B, layers S2 and S4. The squashing function is a layer of its own.
public struct Subsampling: LayerKind {
  public static let name = "subsample"
  public static let family = Family.pooling

  public let window: WindowArguments

  public init(window: WindowArguments) { self.window = window }

  public var attributes: [Attribute] { window.attributes(strideDefault: window.kernel) }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    try window.output(channels: inputs[0].channels, for: inputs[0])
  }

  /// One coefficient and one bias per map.
  public func parameters(for inputs: [Shape]) -> [Parameter] {
    [Parameter("weight", [inputs[0].channels], .weight), Parameter("bias", [inputs[0].channels], .bias)]
  }

  /// Per output: window cells − 1 adds, one multiply, one add.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    let cells = window.fittingWindows(for: inputs[0]).map(\.kernel).reduce(1, *)
    return Arithmetic(multiplies: output.count, adds: cells * output.count)
  }

  public func windows(on input: Shape) -> [Window] { window.fittingWindows(for: input) }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity { .windows(windows(on: inputs[0])) }
}
