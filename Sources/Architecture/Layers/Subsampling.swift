/// LeNet-5's trainable sub-sampling: the sum under each window, times a coefficient of the map, plus a bias of the map.
///
/// Source: LeCun et al. 1998, section II.B, layers S2 and S4. The squashing function is a layer of its own.
public struct Subsampling: LayerKind {
  public static let keyword = "subsample"
  public static let kind = "subsample"

  public let window: WindowArguments

  public init(_ arguments: inout ArgumentReader) { window = arguments.poolingWindow() }

  public func output(of inputs: [Shape]) throws(Misfit) -> Shape {
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

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    .windows(window.fittingWindows(for: inputs[0]))
  }
}
