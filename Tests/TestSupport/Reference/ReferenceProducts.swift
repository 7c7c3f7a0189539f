import Architecture

extension ReferenceKind {
  static let convolution = ReferenceKind(Convolution.self) { kind, layer in
    let windows = ReferenceWindows(kind.window, Array(layer.input.dropFirst()))
    let (weights, bias) = (layer.parameter("weight"), layer.parameter("bias"))
    let inputs = layer.input[0] / kind.groups
    let outputs = kind.channels / kind.groups
    let sources = (0..<kind.channels).map { kind.connections?[$0] ?? Array(0..<inputs) }
    return { maps in
      var output = Maps(sizes: [kind.channels] + windows.sizes)
      for channel in 0..<kind.channels {
        for (position, reads) in windows.reads.enumerated() {
          var sum = bias[channel]
          for source in sources[channel] {
            let kernel = (channel * inputs + source) * windows.taps
            let plane = (channel / outputs * inputs + source) * windows.area
            for read in reads { sum += weights[kernel + read.tap] * maps[0].values[plane + read.cell] }
          }
          output.values[channel * windows.reads.count + position] = sum
        }
      }
      return output
    }
  }

  static let fullyConnected = ReferenceKind(FullyConnected.self) { _, layer in
    combination(layer) { $0 * $1 }
  }

  static let radialBasis = ReferenceKind(RadialBasis.self) { _, layer in
    combination(layer) { ($0 - $1) * ($0 - $1) }
  }

  /// Every output is the sum of a term for each input and its weight, and a bias.
  private static func combination(_ layer: ReferenceLayer, _ term: @escaping (Double, Double) -> Double) -> Function {
    let (weights, bias) = (layer.parameter("weight"), layer.parameter("bias"))
    return { inputs in
      let values = inputs[0].values
      var output = Maps(sizes: layer.output)
      for unit in output.values.indices {
        output.values[unit] = bias[unit]
        for (cell, value) in values.enumerated() {
          output.values[unit] += term(value, weights[unit * values.count + cell])
        }
      }
      return output
    }
  }
}
