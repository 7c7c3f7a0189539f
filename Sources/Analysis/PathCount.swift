import Architecture

/// How many ways lead from each cell of the input to one unit, along one axis: the gradient's shares where all weights
/// are one.
///
/// From the unit back to the input, each cell under a window gets what the window's unit has:
///
///     paths(cell) = Σ over the units u whose window reads the cell of  paths(u)
///
/// Where windows are the same along two axes, the paths of a pixel are the product of those of its row and its column.
public enum PathCount {
  /// For each cell of the input along the first axis, its paths to the unit; nil where a layer on the way has branches or
  /// reads otherwise than through windows.
  ///
  /// - Parameters:
  ///   - layer: the layer's index in the network.
  ///   - unit: the unit's position along the axis.
  public static func counts(in network: Network, layer: Int, unit: Int) -> [Double]? {
    guard network.layers[layer].shape.extent.first.map({ (0..<$0).contains(unit) }) == true else { return nil }
    var counts = [Double](repeating: 0, count: network.layers[layer].shape.extent[0])
    counts[unit] = 1
    var index = layer
    while let input = network.layers[index].inputs.first {
      let layer = network.layers[index]
      guard layer.inputs.count == 1, layer.inputShapes[0].extent.count == layer.shape.extent.count else { return nil }
      if let window = layer.windows.first {
        var below = [Double](repeating: 0, count: layer.inputShapes[0].extent[0])
        for (unit, count) in counts.enumerated() where count > 0 {
          let cells = window.cells(of: unit)
          for cell in stride(from: cells.lowerBound, through: cells.upperBound, by: window.dilation)
          where below.indices.contains(cell) {
            below[cell] += count
          }
        }
        counts = below
      } else if case .pointwise = layer.connectivity {
        // Each cell reads its own.
      } else {
        return nil
      }
      index = input
    }
    return counts
  }
}
