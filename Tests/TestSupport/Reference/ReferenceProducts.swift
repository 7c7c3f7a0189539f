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

  static let fullyConnected = ReferenceKind(FullyConnected.self) { kind, layer in
    let weights = layer.parameter("weight")
    let bias = kind.hasBias ? layer.parameter("bias") : Array(repeating: 0, count: kind.outputs)
    let inputs = kind.flattens ? layer.input.reduce(1, *) : layer.input[layer.input.count - 1]
    return { maps in
      var output = Maps(sizes: layer.output)
      for cell in output.values.indices {
        let (row, unit) = (cell / kind.outputs, cell % kind.outputs)
        output.values[cell] = (0..<inputs).reduce(bias[unit]) { sum, input in
          sum + weights[unit * inputs + input] * maps[0].values[row * inputs + input]
        }
      }
      return output
    }
  }

  /// Every output is the squared distance of the inputs from its code word.
  static let radialBasis = ReferenceKind(RadialBasis.self) { _, layer in
    let words = layer.parameter("weight")
    return { inputs in
      let values = inputs[0].values
      var output = Maps(sizes: layer.output)
      for unit in output.values.indices {
        for (cell, value) in values.enumerated() {
          let distance = value - words[unit * values.count + cell]
          output.values[unit] += distance * distance
        }
      }
      return output
    }
  }
}
