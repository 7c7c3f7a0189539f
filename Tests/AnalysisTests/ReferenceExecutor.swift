import Architecture

/// Runs a network with positive weights in plain nested loops, written from the definitions of the layers and without
/// the windows that the analyses use.
///
/// A signal is an image of height 1. There are no biases, since they depend on no pixel.
struct ReferenceExecutor {
  /// Channels × height × width.
  struct Maps: Equatable {
    let channels: Int
    let height: Int
    let width: Int
    var values: [Double]

    init(_ channels: Int, _ height: Int, _ width: Int) {
      self.channels = channels
      self.height = height
      self.width = width
      values = Array(repeating: 0, count: channels * height * width)
    }

    subscript(channel: Int, y: Int, x: Int) -> Double {
      get { values[(channel * height + y) * width + x] }
      set { values[(channel * height + y) * width + x] = newValue }
    }
  }

  /// One axis of a window: for each output, the input cells that it reads, those of the padding left out.
  typealias Axis = [[(tap: Int, cell: Int)]]

  let network: Network
  private let weights: [[Double]]
  private let axes: [[Axis]]

  init(_ network: Network, seed: Int) {
    self.network = network
    var random = SeededGenerator(seed: seed)
    weights = network.layers.map { layer in
      (layer.parameters.first.map { 0..<$0.count } ?? 0..<0).map { _ in Double.random(in: 0.5...1.5, using: &random) }
    }
    axes = network.layers.map(ReferenceExecutor.axes)
  }

  /// The outputs of all layers.
  ///
  /// - Throws: `Misfit` where a layer's size is not the one that comes out here.
  func outputs(_ image: Maps) throws(Misfit) -> [Maps] {
    var outputs: [Maps] = []
    for (index, layer) in network.layers.enumerated() {
      let maps = index == 0 ? image : run(index, layer.inputs.map { outputs[$0] })
      guard [layer.shape.channels, layer.shape.area] == [maps.channels, maps.height * maps.width] else {
        throw Misfit("\(layer.name) is \(layer.shape), and should be \(maps.channels)×\(maps.height)×\(maps.width)")
      }
      outputs.append(maps)
    }
    return outputs
  }

  private func run(_ index: Int, _ inputs: [Maps]) -> Maps {
    let input = inputs[0]
    switch network.layers[index].kind {
    case let conv as Convolution: return convolve(conv, input, weights[index], axes[index])
    case is MaxPooling: return pool(input, axes[index]) { $0.max() ?? 0 }
    case is AveragePooling, is AdaptiveAveragePooling, is GlobalAveragePooling:
      return pool(input, axes[index]) { $0.reduce(0, +) / Double(max($0.count, 1)) }
    case is FullyConnected:
      var output = Maps(network.layers[index].shape.channels, 1, 1)
      for unit in 0..<output.channels {
        for (cell, value) in input.values.enumerated() {
          output.values[unit] += value * weights[index][unit * input.values.count + cell]
        }
      }
      return output
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
    case is ReLU:
      var output = input
      output.values = input.values.map { max($0, 0) }
      return output
    default: preconditionFailure("\(network.layers[index].kind.kind) is not among the random layers")
    }
  }

  private func convolve(_ conv: Convolution, _ input: Maps, _ weights: [Double], _ axes: [Axis]) -> Maps {
    var output = Maps(conv.channels, axes[0].count, axes[1].count)
    let inputs = input.channels / conv.groups
    let outputs = conv.channels / conv.groups
    let kernel = conv.window.kernel
    let width = kernel[kernel.count - 1]
    let cells = kernel.count == 1 ? width : kernel[0] * width
    for channel in 0..<conv.channels {
      for (y, rows) in axes[0].enumerated() {
        for (x, columns) in axes[1].enumerated() {
          var sum = 0.0
          for source in 0..<inputs {
            for row in rows {
              for column in columns {
                let weight = weights[(channel * inputs + source) * cells + row.tap * width + column.tap]
                sum += weight * input[channel / outputs * inputs + source, row.cell, column.cell]
              }
            }
          }
          output[channel, y, x] = sum
        }
      }
    }
    return output
  }

  private func pool(_ input: Maps, _ axes: [Axis], _ reduce: ([Double]) -> Double) -> Maps {
    var output = Maps(input.channels, axes[0].count, axes[1].count)
    for channel in 0..<input.channels {
      for (y, rows) in axes[0].enumerated() {
        for (x, columns) in axes[1].enumerated() {
          output[channel, y, x] = reduce(
            rows.flatMap { row in columns.map { column in input[channel, row.cell, column.cell] } })
        }
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
    case let kind as Convolution: axes = input.extent.indices.map { axis(kind.window, $0, input.extent[$0]) }
    case let kind as MaxPooling: axes = input.extent.indices.map { axis(kind.window, $0, input.extent[$0]) }
    case let kind as AveragePooling: axes = input.extent.indices.map { axis(kind.window, $0, input.extent[$0]) }
    case let kind as AdaptiveAveragePooling:
      axes = input.extent.indices.map { regions(kind.outputs[min($0, kind.outputs.count - 1)], input.extent[$0]) }
    case is GlobalAveragePooling: axes = input.extent.map { regions(1, $0) }
    default: return []
    }
    return axes.count == 1 ? [[[(0, 0)]]] + axes : axes
  }

  /// PyTorch's adaptive pooling: from ⌊i·in/out⌋ to before ⌈(i + 1)·in/out⌉.
  private static func regions(_ outputs: Int, _ size: Int) -> Axis {
    (0..<outputs).map { index in
      let start = (Double(index * size) / Double(outputs)).rounded(.down)
      let end = (Double((index + 1) * size) / Double(outputs)).rounded(.up)
      return (Int(start)..<Int(end)).map { (0, $0) }
    }
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
      // as little as gives ⌈size/stride⌋ windows, the smaller half before
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
    return starts.map { start in
      (0..<kernel).map { (tap: $0, cell: start + $0 * dilation) }.filter { (0..<size).contains($0.cell) }
    }
  }
}
