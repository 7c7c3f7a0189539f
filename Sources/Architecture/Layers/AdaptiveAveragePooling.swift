/// Adaptive average pooling: as many windows as outputs are asked for, whatever the input's size.
///
/// Output i is the mean of the cells ⌊i·in/out⌋ up to ⌈(i + 1)·in/out⌉ (PyTorch's `AdaptiveAvgPool2d`).
public struct AdaptiveAveragePooling: LayerKind {
  public static let name = "adaptive_avg_pool"
  public static let family = Family.pooling

  /// Output sizes: one number for all axes, or one per axis.
  public let outputs: [Int]

  public init(outputs: [Int]) { self.outputs = outputs }

  public var attributes: [Attribute] { [Attribute("outputs", perAxis: outputs)] }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    let axes = inputs[0].extent.count
    guard axes > 0 else { throw .noPositions(operation: .pooling, input: inputs[0]) }
    guard outputs.count == 1 || outputs.count == axes else {
      throw .wrongAxes(.outputs, count: outputs.count, input: inputs[0])
    }
    let extent = outputs.count == 1 ? Array(repeating: outputs[0], count: axes) : outputs
    let output = try Shape(channels: inputs[0].channels, extent: extent)
    try Limits.check(
      [output.channels] + AdaptiveAveragePooling.cells(inputs[0], output), atMost: Limits.operations, .operations)
    return output
  }

  /// Cells of the input that output `index` averages, along one axis.
  public static func region(_ index: Int, input: Int, outputs: Int) -> Range<Int> {
    (index * input / outputs)..<(((index + 1) * input + outputs - 1) / outputs)
  }

  /// Per output: cells of its region − 1 adds and one divide.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    let cells = AdaptiveAveragePooling.cells(inputs[0], output)
    return Arithmetic(adds: cells.reduce(output.channels, *) - output.count, divides: output.count)
  }

  /// Per axis, the cells that its regions have together, in + out − gcd(in, out): neighbours share a cell unless their
  /// border falls between two cells.
  private static func cells(_ input: Shape, _ output: Shape) -> [Int] {
    zip(input.extent, output.extent).map { $0 + $1 - greatestCommonDivisor($0, $1) }
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  /// Where the outputs divide the input, regions are plain windows.
  public func windows(on input: Shape) -> [Window] {
    let extent = outputs.count == 1 ? input.extent.map { _ in outputs[0] } : outputs
    let axes = zip(input.extent, extent)
    guard extent.contains(where: { $0 > 1 }), axes.allSatisfy({ $0 % $1 == 0 }) else { return [] }
    return axes.map { Window(kernel: $0 / $1, stride: $0 / $1) }
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    if output.area == 1 { return .whole }
    let windows = windows(on: inputs[0])
    guard windows.isEmpty else { return .windows(windows) }
    return .axes(zip(output.extent, inputs[0].extent).map { .cells(AxisMap(regions: $0, of: $1)) })
  }

  public var kept: Kept { .nothing }
}
