import Architecture

extension ReferenceKind {
  static let scale = ReferenceKind(Scale.self) { _, layer in
    channels(layer.parameter("weight"), layer.parameter("bias"))
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
