/// Adaptive average pooling: as many windows as outputs are asked for, whatever the input's size.
///
/// Output i is the mean of the cells ⌊i·in/out⌋ up to ⌈(i + 1)·in/out⌉ (PyTorch's `AdaptiveAvgPool2d`).
public struct AdaptiveAveragePooling: LayerKind {
  public static let keyword = "adaptive_avgpool"
  public static let kind = "adaptive_avg_pool"

  /// Output sizes: one number for all axes, or one per axis.
  public let outputs: [Int]

  public init(_ arguments: inout ArgumentReader) {
    arguments.nameMain("outputs")
    outputs = arguments.integers("outputs", in: 1...ArgumentReader.largestWindow)
  }

  public func output(of inputs: [Shape]) throws(Misfit) -> Shape {
    let axes = inputs[0].extent.count
    guard axes > 0 else { throw Misfit("pooling needs feature maps or a signal, and a vector of \(inputs[0]) arrives") }
    guard outputs.count == 1 || outputs.count == axes else {
      throw Misfit(
        "\(outputs.count) output sizes, and the input \(inputs[0]) has \(axes == 1 ? "one axis" : "\(axes) axes")")
    }
    let extent = outputs.count == 1 ? Array(repeating: outputs[0], count: axes) : outputs
    return try Shape(channels: inputs[0].channels, extent: extent)
  }

  /// Cells of the input that output `index` averages, along one axis.
  public static func region(_ index: Int, input: Int, outputs: Int) -> Range<Int> {
    (index * input / outputs)..<(((index + 1) * input + outputs - 1) / outputs)
  }

  /// Per output: cells of its region − 1 adds and one divide.
  ///
  /// The regions of an axis have in + out − gcd(in, out) cells together: neighbours share a cell unless their border
  /// falls between two cells.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    let cells = zip(inputs[0].extent, output.extent).map { input, outputs in
      input + outputs - AdaptiveAveragePooling.greatestCommonDivisor(input, outputs)
    }
    return Arithmetic(adds: cells.reduce(output.channels, *) - output.count, divides: output.count)
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  /// Where the outputs divide the input, regions are plain windows.
  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    if output.area == 1 { return .whole }
    let axes = zip(inputs[0].extent, output.extent)
    guard axes.allSatisfy({ $0 % $1 == 0 }) else { return .regions(outputs: output.extent) }
    return .windows(axes.map { Window(kernel: $0 / $1, stride: $0 / $1) })
  }
}
