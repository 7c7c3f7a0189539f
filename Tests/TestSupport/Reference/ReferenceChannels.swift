import Architecture

extension ReferenceKind {
  static let scale = ReferenceKind(Scale.self) { kind, layer in
    let count = layer.input[0]
    return channels(
      each(kind.hasFactor ? layer.parameter("weight") : [1], count),
      each(kind.hasBias ? layer.parameter("bias") : [0], count))
  }

  static let affine = ReferenceKind(Affine.self) { kind, layer in
    let count = layer.input[0]
    return channels(each(kind.scale, count), each(kind.shift, count))
  }

  /// One number for all channels, or one for each.
  private static func each(_ numbers: [Double], _ count: Int) -> [Double] {
    numbers.count == 1 ? Array(repeating: numbers[0], count: count) : numbers
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
