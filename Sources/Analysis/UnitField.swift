import Architecture

/// The pixels that one unit really depends on: followed back through the layers, without what padding hides.
///
/// `ReceptiveField` gives the theory, a rectangle that may begin in the padding. Near the border a unit can see less than
/// the rectangle's part inside the image, because padding between the layers is constant, and with strides or dilations
/// larger than the kernel it has holes. Per axis the pixels are those of any path through the layers. Behind an operation
/// that nobody described they are all that may be seen.
public struct UnitField: Sendable {
  /// The input that the pixels are of: of those that the layer reads, through whatever layers, the first with most axes.
  public let image: Shape
  /// Per axis, the pixels seen, in ascending runs.
  public let axes: [[ClosedRange<Int>]]

  /// The smallest rectangle around them; nil where the unit sees no pixel at all.
  public var rectangle: [ClosedRange<Int>]? {
    let hulls = axes.compactMap { runs in runs.first.map { $0.lowerBound...runs[runs.count - 1].upperBound } }
    return hulls.count == axes.count ? hulls : nil
  }

  /// The cells of a layer that one path needs: per axis, in ascending runs, and of these every combination.
  private typealias Cells = [[ClosedRange<Int>]]

  /// More paths than this, none of whose cells contain another's, are put together axis by axis.
  private static let mostPaths = 16

  /// Holes inside runs that read more cells than this are filled.
  private static let mostCells = 1 << 22

  /// - Parameters:
  ///   - unit: the unit's position, one number per axis of the layer's output.
  ///   - layer: the layer's index in the network.
  public init(of unit: [Int], layer: Int, in network: Network) {
    let source = UnitField.source(of: layer, in: network)
    image = network.layers[source].shape
    let axisCount = image.extent.count
    var needed: [Int: [Cells]] = [
      layer: [(0..<axisCount).map { axis in axis < unit.count ? [unit[axis]...unit[axis]] : [0...0] }]
    ]
    for index in stride(from: layer, through: network.inputCount, by: -1) {
      guard let paths = needed.removeValue(forKey: index) else { continue }
      let layer = network.layers[index]
      for (input, shape) in zip(layer.inputs, layer.inputShapes) {
        for cells in paths {
          let sources = UnitField.sources(of: cells, layer, shape)
          // Where one axis has padding alone, there is nothing but padding.
          if sources.contains(where: \.isEmpty) { continue }
          UnitField.add(sources, to: &needed[input, default: []])
        }
      }
    }
    axes = (0..<axisCount).map { axis in UnitField.union((needed[source] ?? []).flatMap { $0[axis] }) }
  }

  /// The input whose pixels a layer's units see.
  public static func image(of layer: Int, in network: Network) -> Shape {
    network.layers[source(of: layer, in: network)].shape
  }

  /// Its index.
  private static func source(of layer: Int, in network: Network) -> Int {
    guard network.inputCount > 1 else { return 0 }
    var isRead = [Bool](repeating: false, count: layer + 1)
    isRead[layer] = true
    for index in stride(from: layer, through: network.inputCount, by: -1) where isRead[index] {
      for input in network.layers[index].inputs { isRead[input] = true }
    }
    let inputs = (0..<min(network.inputCount, layer + 1)).filter { isRead[$0] }
    let most = inputs.map { network.layers[$0].shape.extent.count }.max()
    return inputs.first { network.layers[$0].shape.extent.count == most } ?? 0
  }

  /// Adds a path's cells to those of others, unless one contains the other.
  private static func add(_ cells: Cells, to paths: inout [Cells]) {
    if paths.contains(where: { contains($0, cells) }) { return }
    paths.removeAll { contains(cells, $0) }
    paths.append(cells)
    if paths.count > mostPaths {
      paths = [cells.indices.map { axis in union(paths.flatMap { $0[axis] }) }]
    }
  }

  private static func contains(_ outer: Cells, _ inner: Cells) -> Bool {
    zip(outer, inner).allSatisfy { outer, inner in
      var rest = outer[...]
      return inner.allSatisfy { run in
        rest = rest.drop { $0.upperBound < run.upperBound }
        return rest.first.map { $0.lowerBound <= run.lowerBound } ?? false
      }
    }
  }

  /// The cells of an input that the given cells of an output depend on.
  private static func sources(of cells: Cells, _ layer: Layer, _ input: Shape) -> Cells {
    let whole = cells.indices.map { axis in [0...((axis < input.extent.count ? input.extent[axis] : 1) - 1)] }
    switch layer.connectivity {
    case .pointwise:
      // A flattened vector holds every position of the maps.
      if layer.shape.isVector { return whole }
      return cells.indices.map { axis in
        guard axis < input.extent.count, axis < layer.shape.extent.count, input.extent[axis] == layer.shape.extent[axis]
        else { return whole[axis] }
        return cells[axis]
      }
    case .whole, .unknown: return whole
    case .axes(let readings):
      return cells.indices.map { axis in
        guard axis < readings.count, case .cells(let map) = readings[axis] else { return whole[axis] }
        return sources(of: cells[axis], map, input.extent[axis])
      }
    }
  }

  /// The cells inside the input that the output cells read.
  private static func sources(of runs: [ClosedRange<Int>], _ map: AxisMap, _ size: Int) -> [ClosedRange<Int>] {
    var cells: [ClosedRange<Int>] = []
    let width = (map.last - map.first) / (map.divisor * map.step) + 1
    for run in runs {
      if map.isGapless && map.border == .constant || run.count > mostCells / width {
        // The first and the last output cell of the run may read padding alone, those between not.
        guard let first = map.cells(of: run.lowerBound)?.lowerBound,
          let last = map.cells(of: run.upperBound)?.upperBound,
          first < size, last >= 0
        else { continue }
        cells.append(max(first, 0)...min(last, size - 1))
      } else if map.step == 1 {
        for index in run { if let span = map.span(of: index, in: size) { cells.append(span) } }
      } else {
        for index in run { cells += map.list(of: index, in: size).map { $0...$0 } }
      }
    }
    return union(cells)
  }

  /// The runs in ascending order, those that touch joined.
  static func union(_ runs: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
    var result: [ClosedRange<Int>] = []
    for run in runs.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, run.lowerBound <= last.upperBound + 1 {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, run.upperBound)
      } else {
        result.append(run)
      }
    }
    return result
  }
}
