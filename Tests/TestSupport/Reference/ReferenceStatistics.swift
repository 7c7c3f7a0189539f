import Architecture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ReferenceKind {
  /// x / (k + α/n · Σ x²)^β; of an even n channels one more lies before than after.
  static let localResponseNormalization = ReferenceKind(LocalResponseNormalization.self) { kind, _ in
    { inputs in
      let input = inputs[0]
      var output = input
      for channel in 0..<input.channels {
        let range = max(0, channel - kind.size / 2)...min(input.channels - 1, channel + (kind.size - 1) / 2)
        for position in 0..<input.area {
          let squares = range.reduce(0) { sum, channel in
            let value = input.values[channel * input.area + position]
            return sum + value * value
          }
          output.values[channel * input.area + position] /= pow(
            kind.k + kind.alpha / Double(kind.size) * squares, kind.beta)
        }
      }
      return output
    }
  }

  static let batchNormalization = ReferenceKind(BatchNormalization.self) { kind, layer in
    let scale = kind.hasScale ? layer.parameter("weight") : Array(repeating: 1, count: layer.input[0])
    let shift = layer.parameter("bias")
    let (mean, variance) = (layer.parameter("running_mean"), layer.parameter("running_var"))
    return { inputs in
      var output = inputs[0]
      for cell in output.values.indices {
        let channel = cell / output.area
        let normalized = (output.values[cell] - mean[channel]) / (variance[channel] + kind.epsilon).squareRoot()
        output.values[cell] = normalized * scale[channel] + shift[channel]
      }
      return output
    }
  }

  static let softmax = ReferenceKind(Softmax.self) { kind, layer in
    softmax(along: kind.axis, layer) { score, scores in exp(score) / scores.reduce(0) { $0 + exp($1) } }
  }

  static let logSoftmax = ReferenceKind(LogSoftmax.self) { kind, layer in
    softmax(along: kind.axis, layer) { score, scores in score - log(scores.reduce(0) { $0 + exp($1) }) }
  }

  /// - Parameter share: of a score and all of its line, the largest of which is 0.
  private static func softmax(
    along axis: Int, _ layer: ReferenceLayer, _ share: @escaping (Double, [Double]) -> Double
  ) -> Function {
    let indices = Maps.indices(layer.input)
    return { inputs in
      let input = inputs[0]
      var lines: [[Int]: [Double]] = [:]
      func line(_ index: [Int]) -> [Int] { index.enumerated().filter { $0.offset != axis }.map(\.element) }
      for (index, value) in zip(indices, input.values) { lines[line(index), default: []].append(value) }
      var output = input
      for (cell, index) in indices.enumerated() {
        let scores = lines[line(index)] ?? []
        let largest = scores.max() ?? 0
        output.values[cell] = share(input.values[cell] - largest, scores.map { $0 - largest })
      }
      return output
    }
  }
}
