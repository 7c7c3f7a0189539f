import Architecture

extension ReferenceKind {
  static let scale = ReferenceKind(Scale.self) { kind, layer in
    let count = layer.input[0]
    return channels(
      kind.hasFactor ? layer.parameter("weight") : Array(repeating: 1, count: count),
      kind.hasBias ? layer.parameter("bias") : Array(repeating: 0, count: count))
  }

  static let affine = ReferenceKind(Affine.self) { kind, layer in
    let count = layer.input[0]
    func all(_ numbers: [Double]) -> [Double] {
      numbers.count == 1 ? Array(repeating: numbers[0], count: count) : numbers
    }
    return channels(all(kind.scale), all(kind.shift))
  }

  private static func channels(_ scale: [Double], _ shift: [Double]) -> Function {
    { inputs in
      var output = inputs[0]
      for cell in output.values.indices {
        output.values[cell] = output.values[cell] * scale[cell / output.area] + shift[cell / output.area]
      }
      return output
    }
  }
}
