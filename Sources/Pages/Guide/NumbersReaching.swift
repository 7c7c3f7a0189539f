import Architecture

extension Network {
  /// How many numbers reach a fully connected layer from square images of a size, whether or not it has weights for them.
  ///
  /// - Throws: `ResizeError` where another layer does not fit, `SizeError` for a size below 1.
  func numbers(reaching layer: Layer, from size: Int) throws -> Int {
    let shape = try Shape(channels: input.channels, extent: input.extent.map { _ in size })
    do {
      _ = try resized(to: shape)
      return layer.inputShapes[0].count
    } catch {
      guard case .weights(let shape) = error.reason else { throw error }
      return shape.count
    }
  }
}
