/// Transposed convolution, "deconvolution": every input cell adds its value times the kernel to the output, stride cells
/// apart. It is what the gradient of a convolution is, and makes maps larger.
///
/// Source: PyTorch's `ConvTranspose2d`; Dumoulin, Visin, "A guide to convolution arithmetic", 2016, chapter 4.
public struct TransposedConvolution: LayerKind {
  public static let name = "transposed_conv"
  public static let family = Family.convolution

  /// Output channels.
  public let channels: Int
  /// Its padding is cut from the output; `same` is not possible.
  public let window: WindowArguments
  /// Cells added to the output's end: one number for all axes, or one per axis.
  public let outputPadding: [Int]
  public let groups: Int
  public let hasBias: Bool

  public init(
    channels: Int, window: WindowArguments, outputPadding: [Int] = [0], groups: Int = 1, hasBias: Bool = true
  ) {
    self.channels = channels
    self.window = window
    self.outputPadding = outputPadding
    self.groups = groups
    self.hasBias = hasBias
  }

  public var attributes: [Attribute] {
    [Attribute("channels", channels)] + window.attributes(strideDefault: [1]).filter { $0.name != "rounding" }
      + [
        Attribute("output_pad", perAxis: outputPadding, default: 0), Attribute("groups", groups, default: 1),
        Attribute("bias", hasBias, default: true),
      ]
  }

  /// Per axis: (in − 1)·stride − before − after + span + output padding.
  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    let input = inputs[0]
    guard groups > 0, input.channels % groups == 0, channels % groups == 0 else {
      throw .groups(groups, inputs: input.channels, outputs: channels)
    }
    guard window.padding != .same else { throw .transposedSame }
    let windows = try window.windows(for: input)
    guard outputPadding.count == 1 || outputPadding.count == windows.count else {
      throw .wrongAxes(.outputPadding, count: outputPadding.count, input: input)
    }
    if let wrong = outputPadding.first(where: { !(0...Limits.window).contains($0) }) {
      throw .windowNumber(.outputPadding, wrong, least: 0)
    }
    let extent = windows.indices.map { axis in
      (input.extent[axis] - 1) * windows[axis].stride - windows[axis].before - windows[axis].after + windows[axis].span
        + (outputPadding.count == 1 ? outputPadding[0] : outputPadding[axis])
    }
    let output = try Shape(channels: channels, extent: extent)
    let weights = try Limits.check(
      [input.channels, channels / groups] + windows.map(\.kernel), atMost: Limits.parameters, .weights)
    try Limits.check([weights, input.area], atMost: Limits.operations, .operations)
    return output
  }

  /// weight: in × out/groups × kernel, as PyTorch has it; bias: out.
  public func parameters(for inputs: [Shape]) -> [Parameter] {
    let kernel = windows(on: inputs[0]).map(\.kernel)
    let weight = Parameter("weight", [inputs[0].channels, channels / groups] + kernel, .weight)
    return hasBias ? [weight, Parameter("bias", [channels], .bias)] : [weight]
  }

  /// Multiply–adds: every weight once per input position, those that fall into the padding counted; adds: the bias.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    let kernel = windows(on: inputs[0]).map(\.kernel).reduce(1, *)
    return Arithmetic(
      multiplyAdds: inputs[0].channels * (channels / groups) * kernel * inputs[0].area, adds: hasBias ? output.count : 0
    )
  }

  public func windows(on input: Shape) -> [Window] { window.fittingWindows(for: input) }

  /// Output cell o reads input cell i where o = i·stride − before + j·dilation for a cell j of the kernel.
  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    .axes(
      windows(on: inputs[0]).map { window in
        .cells(
          AxisMap(scale: 1, first: window.before - window.span + 1, last: window.before, divisor: window.stride))
      })
  }
}
