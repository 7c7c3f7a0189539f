import Architecture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A layer's size that is not the one that comes out of plain loops.
public struct WrongSize: Error {
  public let message: String
}

/// Runs a network in plain nested loops in double precision, written from the definitions of the layers and without the
/// windows that the analyses use.
///
/// A signal is an image of height 1, and a vector one of 1×1.
public struct ReferenceExecutor {
  /// Channels × height × width.
  public struct Maps: Equatable, Sendable {
    public let channels: Int
    public let height: Int
    public let width: Int
    public var values: [Double]

    public init(_ channels: Int, _ height: Int, _ width: Int) {
      self.channels = channels
      self.height = height
      self.width = width
      values = Array(repeating: 0, count: channels * height * width)
    }

    public init(_ shape: Shape) {
      let width = shape.extent.last ?? 1
      self.init(shape.channels, shape.area / width, width)
    }

    public subscript(channel: Int, y: Int, x: Int) -> Double {
      get { values[(channel * height + y) * width + x] }
      set { values[(channel * height + y) * width + x] = newValue }
    }

    /// The same size with each number changed.
    func map(_ change: (Double) -> Double) -> Maps {
      var result = self
      result.values = values.map(change)
      return result
    }
  }

  /// One axis of a layer's window.
  struct Axis {
    /// Cells of the kernel.
    let kernel: Int
    /// For each output, the input cells that it reads, those of the padding left out.
    let reads: [[(tap: Int, cell: Int)]]
    /// For each output, how many cells it reads of the padded input.
    let padded: [Int]
  }

  public let network: Network
  private let parameters: [String: [Double]]
  private let axes: [[Axis]]

  /// - Parameter parameters: row-major in PyTorch's order, by `layer/part`; parts that are missing are zero.
  public init(_ network: Network, parameters: [String: [Double]]) {
    self.network = network
    self.parameters = parameters
    axes = network.layers.map(ReferenceExecutor.axes)
  }

  /// The outputs of all layers.
  ///
  /// - Throws: `WrongSize` where a layer's size is not the one that comes out here.
  public func outputs(_ image: Maps) throws(WrongSize) -> [Maps] {
    var outputs: [Maps] = []
    for (index, layer) in network.layers.enumerated() {
      let maps = index == 0 ? image : run(index, layer.inputs.map { outputs[$0] })
      guard [layer.shape.channels, layer.shape.area] == [maps.channels, maps.height * maps.width] else {
        throw WrongSize(
          message: "\(layer.name) is \(layer.shape), and should be \(maps.channels)×\(maps.height)×\(maps.width)")
      }
      outputs.append(maps)
    }
    return outputs
  }

  private func run(_ index: Int, _ inputs: [Maps]) -> Maps {
    let layer = network.layers[index]
    let input = inputs[0]
    let axes = axes[index]
    func part(_ name: String) -> [Double] {
      let count = layer.parameters.first { $0.name == name }?.shape.reduce(1, *) ?? layer.shape.channels
      return parameters["\(layer.name)/\(name)"] ?? Array(repeating: 0, count: count)
    }
    switch layer.kind {
    case let kind as Convolution: return convolve(kind, input, part("weight"), part("bias"), axes)
    case is FullyConnected:
      return combine(input, layer.shape.channels, part("weight"), part("bias")) { $0 * $1 }
    case is RadialBasis:
      return combine(input, layer.shape.channels, part("weight"), part("bias")) { ($0 - $1) * ($0 - $1) }
    case is MaxPooling: return pool(input, axes) { values, _, _ in values.max() ?? 0 }
    case let kind as AveragePooling:
      return pool(input, axes) { values, padded, _ in
        values.isEmpty ? 0 : values.reduce(0, +) / Double(kind.countsPadding ? padded : values.count)
      }
    case is AdaptiveAveragePooling, is GlobalAveragePooling:
      return pool(input, axes) { values, _, _ in values.reduce(0, +) / Double(values.count) }
    case is Subsampling:
      let (weight, bias) = (part("weight"), part("bias"))
      return pool(input, axes) { values, _, channel in values.reduce(0, +) * weight[channel] + bias[channel] }
    case let kind as LocalResponseNormalization: return normalize(kind, input)
    case let kind as BatchNormalization:
      let scale = kind.isAffine ? part("weight") : Array(repeating: 1, count: input.channels)
      let (shift, mean, variance) = (part("bias"), part("running_mean"), part("running_var"))
      var output = input
      let area = input.height * input.width
      for cell in output.values.indices {
        let channel = cell / area
        let normalized = (input.values[cell] - mean[channel]) / (variance[channel] + kind.epsilon).squareRoot()
        output.values[cell] = normalized * scale[channel] + shift[channel]
      }
      return output
    case is ReLU: return input.map { $0.isNaN ? $0 : max($0, 0) }
    case let kind as Tanh: return input.map { kind.amplitude * tanh(kind.slope * $0) }
    case is Sigmoid: return input.map { 1 / (1 + exp(-$0)) }
    case is Softmax: return softmax(input)
    case is Dropout: return input
    case is Flatten:
      var output = Maps(input.values.count, 1, 1)
      output.values = input.values
      return output
    case is Concatenation:
      var output = Maps(inputs.reduce(0) { $0 + $1.channels }, input.height, input.width)
      output.values = inputs.flatMap(\.values)
      return output
    case is Addition:
      var output = input
      for other in inputs.dropFirst() {
        for cell in output.values.indices { output.values[cell] += other.values[cell] }
      }
      return output
    default: preconditionFailure("\(layer.kind.name) is unknown here")
    }
  }

  private func convolve(
    _ kind: Convolution, _ input: Maps, _ weights: [Double], _ bias: [Double], _ axes: [Axis]
  ) -> Maps {
    var output = Maps(kind.channels, axes[0].reads.count, axes[1].reads.count)
    let inputs = input.channels / kind.groups
    let outputs = kind.channels / kind.groups
    let width = axes[1].kernel
    for channel in 0..<kind.channels {
      for (y, rows) in axes[0].reads.enumerated() {
        for (x, columns) in axes[1].reads.enumerated() {
          var sum = bias[channel]
          for source in kind.connections?[channel] ?? Array(0..<inputs) {
            for row in rows {
              for column in columns {
                let tap = ((channel * inputs + source) * axes[0].kernel + row.tap) * width + column.tap
                sum += weights[tap] * input[channel / outputs * inputs + source, row.cell, column.cell]
              }
            }
          }
          output[channel, y, x] = sum
        }
      }
    }
    return output
  }

  /// Every output is the sum of a term for each input and its weight, and a bias.
  private func combine(
    _ input: Maps, _ outputs: Int, _ weights: [Double], _ bias: [Double], _ term: (Double, Double) -> Double
  ) -> Maps {
    var output = Maps(outputs, 1, 1)
    for unit in 0..<outputs {
      output.values[unit] = bias[unit]
      for (cell, value) in input.values.enumerated() {
        output.values[unit] += term(value, weights[unit * input.values.count + cell])
      }
    }
    return output
  }

  /// - Parameter reduce: takes a window's values, its cells with the padding counted, and the channel.
  private func pool(_ input: Maps, _ axes: [Axis], _ reduce: ([Double], Int, Int) -> Double) -> Maps {
    var output = Maps(input.channels, axes[0].reads.count, axes[1].reads.count)
    for channel in 0..<input.channels {
      for (y, rows) in axes[0].reads.enumerated() {
        for (x, columns) in axes[1].reads.enumerated() {
          let values = rows.flatMap { row in columns.map { column in input[channel, row.cell, column.cell] } }
          output[channel, y, x] = reduce(values, axes[0].padded[y] * axes[1].padded[x], channel)
        }
      }
    }
    return output
  }

  /// x / (k + α/n · Σ x²)^β; of an even n channels one more lies before than after.
  private func normalize(_ kind: LocalResponseNormalization, _ input: Maps) -> Maps {
    var output = input
    for channel in 0..<input.channels {
      let window = max(0, channel - kind.size / 2)...min(input.channels - 1, channel + (kind.size - 1) / 2)
      for y in 0..<input.height {
        for x in 0..<input.width {
          let squares = window.reduce(0) { $0 + input[$1, y, x] * input[$1, y, x] }
          output[channel, y, x] /= pow(kind.k + kind.alpha / Double(kind.size) * squares, kind.beta)
        }
      }
    }
    return output
  }

  private func softmax(_ input: Maps) -> Maps {
    var output = input
    for y in 0..<input.height {
      for x in 0..<input.width {
        let scores = (0..<input.channels).map { input[$0, y, x] }
        let largest = scores.max() ?? 0
        let sum = scores.reduce(0) { $0 + exp($1 - largest) }
        for channel in 0..<input.channels { output[channel, y, x] = exp(scores[channel] - largest) / sum }
      }
    }
    return output
  }
}

extension ReferenceExecutor {
  /// The two axes of a layer's window; empty for a layer without.
  private static func axes(of layer: Layer) -> [Axis] {
    guard let input = layer.inputShapes.first else { return [] }
    let axes: [Axis]
    switch layer.kind {
    case let kind as Convolution: axes = windows(kind.window, input)
    case let kind as MaxPooling: axes = windows(kind.window, input)
    case let kind as AveragePooling: axes = windows(kind.window, input)
    case let kind as Subsampling: axes = windows(kind.window, input)
    case let kind as AdaptiveAveragePooling:
      axes = input.extent.indices.map { regions(kind.outputs[min($0, kind.outputs.count - 1)], input.extent[$0]) }
    case is GlobalAveragePooling: axes = input.extent.map { regions(1, $0) }
    default: return []
    }
    return axes.count == 1 ? [Axis(kernel: 1, reads: [[(0, 0)]], padded: [1])] + axes : axes
  }

  /// PyTorch's adaptive pooling: from ⌊i·in/out⌋ to before ⌈(i + 1)·in/out⌉.
  private static func regions(_ outputs: Int, _ size: Int) -> Axis {
    let regions = (0..<outputs).map { index in
      let start = (Double(index * size) / Double(outputs)).rounded(.down)
      let end = (Double((index + 1) * size) / Double(outputs)).rounded(.up)
      return Int(start)..<Int(end)
    }
    return Axis(kernel: size, reads: regions.map { $0.map { (0, $0) } }, padded: regions.map(\.count))
  }

  private static func windows(_ window: WindowArguments, _ input: Shape) -> [Axis] {
    input.extent.indices.map { axis(window, $0, input.extent[$0]) }
  }

  private static func axis(_ window: WindowArguments, _ axis: Int, _ size: Int) -> Axis {
    let kernel = window.kernel[min(axis, window.kernel.count - 1)]
    let stride = window.stride[min(axis, window.stride.count - 1)]
    let dilation = window.dilation[min(axis, window.dilation.count - 1)]
    let reach = (kernel - 1) * dilation
    var before: Int
    var after: Int
    switch window.padding {
    case .cells(let pairs):
      before = pairs[min(axis, pairs.count - 1)].before
      after = pairs[min(axis, pairs.count - 1)].after
    case .same:
      // as little as gives ⌈size/stride⌉ windows, the smaller half before
      let outputs = (size + stride - 1) / stride
      let total = max((outputs - 1) * stride + reach + 1 - size, 0)
      before = total / 2
      after = total - before
    }
    var starts: [Int] = []
    var start = -before
    switch window.rounding {
    case .floor:
      while start + reach < size + after {
        starts.append(start)
        start += stride
      }
    case .ceil:
      // until a window has reached the end; none begins behind the input
      repeat {
        starts.append(start)
        start += stride
      } while start - stride + reach < size + after - 1 && start < size
    }
    return Axis(
      kernel: kernel,
      reads: starts.map { start in
        (0..<kernel).map { (tap: $0, cell: start + $0 * dilation) }.filter { (0..<size).contains($0.cell) }
      },
      // Caffe and PyTorch: a last window that is clipped has fewer cells, also of the padding.
      padded: starts.map { start in (0..<kernel).count { start + $0 * dilation < size + after } })
  }
}
