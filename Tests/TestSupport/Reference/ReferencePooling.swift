import Architecture

extension ReferenceKind {
  static let maxPooling = ReferenceKind(MaxPooling.self) { kind, layer in
    pooling(ReferenceWindows(kind.window, Array(layer.input.dropFirst()))) { values, _, _ in values.max() ?? 0 }
  }

  static let averagePooling = ReferenceKind(AveragePooling.self) { kind, layer in
    pooling(ReferenceWindows(kind.window, Array(layer.input.dropFirst()))) { values, padded, _ in
      values.isEmpty ? 0 : values.reduce(0, +) / Double(kind.countsPadding ? padded : values.count)
    }
  }

  static let adaptiveAveragePooling = ReferenceKind(AdaptiveAveragePooling.self) { kind, layer in
    let extent = Array(layer.input.dropFirst())
    let outputs = extent.indices.map { kind.outputs[min($0, kind.outputs.count - 1)] }
    return pooling(ReferenceWindows(regions: outputs, extent)) { values, _, _ in
      values.reduce(0, +) / Double(values.count)
    }
  }

  static let globalAveragePooling = ReferenceKind(GlobalAveragePooling.self) { _, layer in
    let extent = Array(layer.input.dropFirst())
    return pooling(ReferenceWindows(regions: extent.map { _ in 1 }, extent)) { values, _, _ in
      values.reduce(0, +) / Double(values.count)
    }
  }

  static let subsampling = ReferenceKind(Subsampling.self) { kind, layer in
    let (weight, bias) = (layer.parameter("weight"), layer.parameter("bias"))
    return pooling(ReferenceWindows(kind.window, Array(layer.input.dropFirst()))) { values, _, channel in
      values.reduce(0, +) * weight[channel] + bias[channel]
    }
  }

  /// - Parameter reduce: takes a window's values, its cells with the padding counted, and the channel.
  private static func pooling(
    _ windows: ReferenceWindows, _ reduce: @escaping ([Double], Int, Int) -> Double
  ) -> Function {
    { inputs in
      let input = inputs[0]
      var output = Maps(sizes: [input.channels] + windows.sizes)
      for channel in 0..<input.channels {
        for (position, reads) in windows.reads.enumerated() {
          let values = reads.map { input.values[channel * windows.area + $0.cell] }
          output.values[channel * windows.reads.count + position] = reduce(values, windows.padded[position], channel)
        }
      }
      return output
    }
  }
}
