import Architecture
import PlainText
import Weights

/// What a unit sees, measured: pixels of the input are changed, and where the unit changes with them it sees them.
///
/// Pixels are changed in square blocks, so many that the measurement ends in seconds; then the outermost rows and columns are
/// found one by one. A unit is one position of all channels of its layer: it has changed where any of them has.
public struct FieldExperiment: Sendable {
  /// Pixels of a block's side.
  public let block: Int
  /// Blocks that change the unit, row by row.
  public let blocks: [[Bool]]
  /// The smallest rectangle around all pixels that change the unit, rows then columns; nil where none does.
  public let rectangle: [ClosedRange<Int>]?
  /// How often the network ran.
  public private(set) var runs = 0

  /// Multiply–adds that a measurement may cost: a few seconds' worth.
  private static let mostMultiplyAdds = 150e9
  /// Blocks at most, however small the network.
  private static let mostBlocks = 4096
  /// Inputs that run together.
  private static let batch = 8

  /// - Parameters:
  ///   - unit: row and column; what it says is not used for a vector, all of whose numbers are one unit.
  ///   - input: what is changed, channels × height × width.
  /// - Throws: `InferenceError` as the executor does, and for inputs that are no pictures.
  public init(
    of unit: [Int], layer: Int, in network: Network, weights: ParameterSource, input: [Float], threads: Int? = nil,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(InferenceError) {
    let part = network.part(upTo: layer)
    guard part.input.extent.count == 2 else {
      throw InferenceError("the network reads \(part.input), which is no picture")
    }
    let (height, width) = (part.input.extent[0], part.input.extent[1])
    let cost = part.layers.reduce(1.0) { $0 + Double($1.arithmetic(.inference).multiplyAdds) }
    let affordable = max(64, min(Double(FieldExperiment.mostBlocks), FieldExperiment.mostMultiplyAdds / cost / 2))
    let side = max(1, Int((Double(height * width) / affordable).squareRoot().rounded(.up)))
    var probe = try Probe(part, unit, weights, input, batch: FieldExperiment.batch, threads: threads)

    let (down, across) = ((height + side - 1) / side, (width + side - 1) / side)
    let all = (0..<(down * across)).map { index in
      Rectangle(
        rows: (index / across * side)..<min(height, (index / across + 1) * side),
        columns: (index % across * side)..<min(width, (index % across + 1) * side))
    }
    let changed = try probe.changes(all, progress: progress)
    block = side
    let grid = (0..<down).map { Array(changed[($0 * across)..<(($0 + 1) * across)]) }
    blocks = grid
    let bands = grid.indices.filter { grid[$0].contains(true) }
    let stacks = (0..<across).filter { column in grid.contains { $0[column] } }
    if let top = bands.first, let bottom = bands.last, let left = stacks.first, let right = stacks.last {
      let rows = (0..<height).map { Rectangle(rows: $0..<($0 + 1), columns: 0..<width) }
      let columns = (0..<width).map { Rectangle(rows: 0..<height, columns: $0..<($0 + 1)) }
      let (above, below) = (FieldExperiment.lines(top, side, height), FieldExperiment.lines(bottom, side, height))
      let (before, after) = (FieldExperiment.lines(left, side, width), FieldExperiment.lines(right, side, width))
      rectangle = [
        try probe.edge(rows, above, isLast: false)...(try probe.edge(rows, below, isLast: true)),
        try probe.edge(columns, before, isLast: false)...(try probe.edge(columns, after, isLast: true)),
      ]
    } else {
      rectangle = nil
    }
    runs = probe.runs
  }

  /// The rows or columns of a block.
  private static func lines(_ block: Int, _ side: Int, _ size: Int) -> Range<Int> {
    (block * side)..<min(size, (block + 1) * side)
  }
}

private struct Rectangle {
  let rows: Range<Int>
  let columns: Range<Int>
}

/// A network ready to run on inputs that differ from one in a rectangle.
private struct Probe {
  private let executor: Executor
  private let input: [Float]
  private let shape: Shape
  /// Where the unit's numbers lie in the output of one input.
  private let places: [Int]
  /// The unit's numbers for the unchanged input, for every place in the batch.
  private var unchanged: [[Float]] = []
  /// How far pixels are moved: several times the input's range, so that what is saturated or not the largest changes too.
  private let step: Float
  private(set) var runs = 0

  init(
    _ network: Network, _ unit: [Int], _ weights: ParameterSource, _ input: [Float], batch: Int, threads: Int?
  ) throws(InferenceError) {
    let layer = network.layers[network.layers.count - 1]
    executor = try Executor(
      network, weights: weights, options: Executor.Options(batch: batch, threads: threads, keeps: .layers([layer.name]))
    )
    self.input = input
    shape = network.input
    let output = layer.shape
    let place = output.extent.count == 2 ? unit[0] * output.extent[1] + unit[1] : 0
    places = output.extent.count == 2 ? (0..<output.channels).map { $0 * output.area + place } : Array(0..<output.count)
    step = 4 * max(1e-3, (input.max() ?? 1) - (input.min() ?? 0))
    unchanged = try outputs(Array(repeating: input, count: batch))
  }

  /// For each rectangle whether the unit changes with it, upwards or downwards.
  mutating func changes(
    _ rectangles: [Rectangle], progress: (Int, Int) -> Void = { _, _ in }
  ) throws(InferenceError) -> [Bool] {
    var result = Array(repeating: false, count: rectangles.count)
    let total = 2 * rectangles.count
    for direction in [Float(1), -1] {
      let open = result.indices.filter { !result[$0] }
      for start in stride(from: 0, to: open.count, by: unchanged.count) {
        let group = open[start..<min(start + unchanged.count, open.count)]
        var inputs = group.map { moved(rectangles[$0], direction) }
        while inputs.count < unchanged.count { inputs.append(input) }
        let outputs = try outputs(inputs)
        for (lane, index) in group.enumerated() where outputs[lane] != unchanged[lane] { result[index] = true }
        progress(min(total, (direction > 0 ? 0 : rectangles.count) + start + group.count), total)
      }
    }
    return result
  }

  /// The first, or last, of some rows or columns that changes the unit.
  mutating func edge(_ lines: [Rectangle], _ range: Range<Int>, isLast: Bool) throws(InferenceError) -> Int {
    if range.count == 1 { return range.lowerBound }
    let seen = try changes(Array(lines[range]))
    let place = isLast ? seen.lastIndex(of: true) : seen.firstIndex(of: true)
    return range.lowerBound + (place ?? (isLast ? range.count - 1 : 0))
  }

  private mutating func outputs(_ inputs: [[Float]]) throws(InferenceError) -> [[Float]] {
    runs += inputs.count
    let activation = try executor.run(inputs.flatMap { $0 }).all[0]
    return inputs.indices.map { lane in
      let values = activation.image(lane)
      return places.map { values[values.startIndex + $0] }
    }
  }

  /// The input with every number of a rectangle moved by another amount, so that no kernel cancels them.
  private func moved(_ rectangle: Rectangle, _ direction: Float) -> [Float] {
    var moved = input
    let (height, width) = (shape.extent[0], shape.extent[1])
    for channel in 0..<shape.channels {
      for row in rectangle.rows {
        for column in rectangle.columns {
          let place = (channel * height + row) * width + column
          // SplitMix64's last steps, of the place: as good as random, and always the same.
          var bits = UInt64(place + 1) &* 0x9E37_79B9_7F4A_7C15
          bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
          moved[place] += direction * step * (0.5 + Float(bits >> 40) * 0x1p-24)
        }
      }
    }
    return moved
  }
}
