import Architecture

// Functions that ptflops, DeepSpeed and calflops count in the same way, where PyTorch writes a layer with them.

extension LocalResponseNormalization {
  /// As PyTorch's `local_response_norm` is counted: square, scale and divide on every element, and an average pooling
  /// over the channels padded by n − 1.
  func functionalCount(_ layer: CountedLayer) -> Amount {
    3 * layer.output + (layer.channels + Amount(size - 1)) * layer.positions
  }
}

extension Resize {
  /// As `interpolate` is counted, for the batch: by a scale, elements of the input times the scale of each axis, the
  /// fraction cut off; by sizes, `perImage` for each image.
  func functionalCount(_ layer: CountedLayer, perImage: Amount) -> Amount {
    switch size {
    case .cells: return perImage * layer.batch
    case .scale(let factors):
      guard case .number(let elements) = (layer.input * layer.batch).value else { return .tooLarge }
      let scale = (0..<layer.axes).reduce(1.0) { $0 * (factors.count == 1 ? factors[0] : factors[$1]) }
      return Amount(truncating: Double(elements) * scale)
    }
  }
}
