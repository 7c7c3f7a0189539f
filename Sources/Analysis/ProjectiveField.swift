import Architecture

/// The units of a layer that see any of some pixels: the receptive field the other way round.
///
/// Pixels are followed forward through the layers, axis by axis: where branches meet, a unit counts that any of them reaches.
public struct ProjectiveField: Sendable {
  /// Per axis of the layer, the units reached, in ascending runs; empty on all axes where no unit is. Nil where it is not
  /// known: behind an operation that nobody described, or reshaped tokens.
  public let axes: [[ClosedRange<Int>]]?
  /// Whether the layer has no positions: a vector, each of whose units sees the pixels if any does.
  public let isVector: Bool

  /// Axes longer than this are not followed.
  private static let largest = 1 << 22

  /// What is known of one layer's output.
  private enum Reach {
    case nothing
    case cells([[ClosedRange<Int>]])
    case unknown
  }

  /// - Parameters:
  ///   - box: per axis of the image, its first and last pixel; those outside the image do not count.
  ///   - layer: the layer's index in the network.
  ///   - input: the index of the input whose pixels they are.
  public init(of box: [ClosedRange<Int>], on input: Int = 0, layer: Int, in network: Network) {
    var reached: [Reach] = []
    reached.reserveCapacity(layer + 1)
    for index in 0...layer {
      let current = network.layers[index]
      guard !current.inputs.isEmpty else {
        reached.append(index == input ? ProjectiveField.cells(of: box, in: current.shape) : .nothing)
        continue
      }
      var union: Reach = .nothing
      for (source, shape) in zip(current.inputs, current.inputShapes) {
        union = ProjectiveField.union(union, ProjectiveField.next(reached[source], through: current, from: shape))
      }
      reached.append(union)
    }
    isVector = network.layers[layer].shape.isVector
    switch reached[layer] {
    case .nothing: axes = network.layers[layer].shape.extent.map { _ in [] }
    case .cells(let cells): axes = cells
    case .unknown: axes = nil
    }
  }

  /// Whether any unit sees any of the pixels; nil where it is not known.
  public var isSeen: Bool? {
    axes.map { axes in isVector ? !isUnreached : axes.allSatisfy { !$0.isEmpty } && !axes.isEmpty }
  }

  private var isUnreached: Bool { axes?.contains(where: \.isEmpty) ?? false }

  private static func cells(of box: [ClosedRange<Int>], in shape: Shape) -> Reach {
    var cells: [[ClosedRange<Int>]] = []
    for (range, size) in zip(box, shape.extent) {
      guard range.overlaps(0...(size - 1)) else { return .nothing }
      cells.append([range.clamped(to: 0...(size - 1))])
    }
    return .cells(cells)
  }

  private static func next(_ reach: Reach, through layer: Layer, from input: Shape) -> Reach {
    guard case .cells(let cells) = reach else { return reach }
    let all = layer.shape.extent.map { [0...($0 - 1)] }
    switch layer.connectivity {
    case .whole: return .cells(all)
    case .unknown: return .unknown
    case .pointwise:
      if layer.shape.isVector || input.isVector { return .cells(all) }
      return .cells(
        layer.shape.extent.indices.map { axis in
          input.extent.indices.contains(axis) && input.extent[axis] == layer.shape.extent[axis] && axis < cells.count
            ? cells[axis] : all[axis]
        })
    case .axes(let readings):
      var result: [[ClosedRange<Int>]] = []
      for (axis, reading) in readings.enumerated() {
        guard case .cells(let map) = reading, axis < cells.count else {
          result.append(all[axis])
          continue
        }
        guard layer.shape.extent[axis] <= largest else { return .unknown }
        var runs: [ClosedRange<Int>] = []
        for unit in 0..<layer.shape.extent[axis] where reads(unit, map, input.extent[axis], any: cells[axis]) {
          if let last = runs.last, last.upperBound == unit - 1 {
            runs[runs.count - 1] = last.lowerBound...unit
          } else {
            runs.append(unit...unit)
          }
        }
        if runs.isEmpty { return .nothing }
        result.append(runs)
      }
      return .cells(result)
    }
  }

  private static func reads(_ unit: Int, _ map: AxisMap, _ size: Int, any runs: [ClosedRange<Int>]) -> Bool {
    guard let span = map.span(of: unit, in: size), runs.contains(where: { $0.overlaps(span) }) else { return false }
    if map.step == 1, map.border == .constant { return true }
    return map.list(of: unit, in: size).contains { cell in runs.contains { $0.contains(cell) } }
  }

  private static func union(_ a: Reach, _ b: Reach) -> Reach {
    switch (a, b) {
    case (.nothing, _): return b
    case (_, .nothing): return a
    case (.unknown, _), (_, .unknown): return .unknown
    case (.cells(let one), .cells(let other)):
      guard one.count == other.count else { return .unknown }
      return .cells(zip(one, other).map { UnitField.union($0 + $1) })
    }
  }
}
