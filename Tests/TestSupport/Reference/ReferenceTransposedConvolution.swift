import Architecture

extension ReferenceKind {
  /// Every number of the input is spread over the output: cell i reaches i·stride − padding + k·dilation.
  static let transposedConvolution = ReferenceKind(TransposedConvolution.self) { kind, layer in
    let (weights, bias) = (layer.parameter("weight"), layer.parameter("bias"))
    let (input, output) = (layer.input, layer.output)
    let kernel = Array((layer.layer.parameters.first?.shape ?? []).dropFirst(2))
    let (inputs, outputs) = (input[0] / kind.groups, output[0] / kind.groups)
    func number(_ list: [Int], _ axis: Int) -> Int { list[min(axis, list.count - 1)] }
    func padding(_ axis: Int) -> Int {
      switch kind.window.padding {
      case .cells(let pairs): return number(pairs.map(\.before), axis)
      case .same:
        let span = (number(kind.window.kernel, axis) - 1) * number(kind.window.dilation, axis) + 1
        let (size, stride) = (input[axis + 1], number(kind.window.stride, axis))
        return Swift.max((size + stride - 1) / stride * stride - stride + span - size, 0) / 2
      }
    }
    return { maps in
      var result = Maps(sizes: output)
      for cell in result.values.indices { result.values[cell] = bias[cell / result.area] }
      let taps = kernel.reduce(1, *)
      for (cell, from) in Maps.indices(input).enumerated() {
        for (tap, index) in Maps.indices(kernel).enumerated() {
          let to = kernel.indices.map { axis -> Int in
            let start = from[axis + 1] * number(kind.window.stride, axis) - padding(axis)
            return start + index[axis] * number(kind.window.dilation, axis)
          }
          guard zip(to, output.dropFirst()).allSatisfy({ (0..<$1).contains($0) }) else { continue }
          let position = zip(to, output.dropFirst()).reduce(0) { $0 * $1.1 + $1.0 }
          for channel in 0..<outputs {
            let target = from[0] / inputs * outputs + channel
            result.values[target * result.area + position] +=
              maps[0].values[cell] * weights[(from[0] * outputs + channel) * taps + tap]
          }
        }
      }
      return result
    }
  }
}
