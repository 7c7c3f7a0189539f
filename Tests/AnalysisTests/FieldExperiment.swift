import Architecture
import TestSupport

/// Changes one pixel of the image after the other, and notes which units change.
struct FieldExperiment {
  /// For each layer, for each position of its output in rows, the pixels that change it: `[y, x]`, or `[x]` of a signal.
  private(set) var pixels: [[Set<[Int]>]]
  let network: Network

  /// - Throws: `WrongSize` where a layer's size is not the one that the reference finds.
  init(_ network: Network, seed: Int) throws(WrongSize) {
    self.network = network
    let executor = ReferenceExecutor(network, parameters: FieldExperiment.positiveWeights(of: network, seed: seed))
    let extent = network.input.extent
    let height = extent.count == 1 ? 1 : extent[0]
    let width = extent[extent.count - 1]
    var image = ReferenceExecutor.Maps(network.input.channels, height, width)
    var random = SeededGenerator(seed: seed)
    for cell in image.values.indices { image.values[cell] = Double.random(in: 0...1, using: &random) }
    let before = try executor.outputs(image)
    pixels = network.layers.map { Array(repeating: [], count: $0.shape.area) }

    for y in 0..<height {
      for x in 0..<width {
        var changed = image
        for channel in 0..<image.channels { changed[channel, y, x] += 1e9 }
        let after = try executor.outputs(changed)
        for layer in network.layers.indices {
          let area = network.layers[layer].shape.area
          for cell in after[layer].values.indices where after[layer].values[cell] != before[layer].values[cell] {
            pixels[layer][cell % area].insert(extent.count == 1 ? [x] : [y, x])
          }
        }
      }
    }
  }

  /// Weights that hide no pixel, and no biases.
  private static func positiveWeights(of network: Network, seed: Int) -> [String: [Double]] {
    var random = SeededGenerator(seed: seed)
    var weights: [String: [Double]] = [:]
    for layer in network.layers {
      guard let weight = layer.parameters.first else { continue }
      weights["\(layer.name)/\(weight.name)"] = (0..<weight.count).map { _ in
        Double.random(in: 0.5...1.5, using: &random)
      }
    }
    return weights
  }

  /// Every position of a layer's output, in rows.
  func units(_ layer: Int) -> [[Int]] {
    let extent = network.layers[layer].shape.extent
    return extent.reduce([[]]) { units, size in units.flatMap { unit in (0..<size).map { unit + [$0] } } }
  }

  /// The smallest rectangle around pixels; nil around none.
  func hull(_ pixels: Set<[Int]>) -> [ClosedRange<Int>]? {
    guard !pixels.isEmpty else { return nil }
    return network.input.extent.indices.map { axis in
      let places = pixels.map { $0[axis] }
      return (places.min() ?? 0)...(places.max() ?? 0)
    }
  }
}
