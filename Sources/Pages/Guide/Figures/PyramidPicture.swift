import Analysis
import Architecture
import Charts

/// A chain of layers on a signal, row above row, and everything that one unit of the last row sees.
struct PyramidPicture {
  let title: String
  let description: String
  /// Of a network without branches that reads a signal.
  let profile: Profile
  /// The unit of the last layer.
  let unit: Int
  /// The name of the lowest row.
  let inputName: String

  private static let cell = 30.0
  private static let pitch = 74.0

  var svg: SVG {
    let layers = profile.network.layers
    let fields = ReceptiveField.fields(of: profile.network).map { $0.axes[0] }
    let names = [inputName] + layers.dropFirst().map(\.name)
    let left = 24 + (names.map { TextWidth.of($0, size: 12) * 1.08 }.max() ?? 0) + 16
    let units = layers[0].shape.extent[0]
    let height = 62 + Double(layers.count) * PyramidPicture.pitch
    var svg = SVG(
      width: max(
        left + Double(units) * PyramidPicture.cell + 24, TextWidth.of(title, size: ChartStyle.titleSize) * 1.1 + 40),
      height: height, title: title, description: description)
    svg.text(title, 20, 28, "title")
    func y(_ row: Int) -> Double { height - 22 - PyramidPicture.cell - Double(row) * PyramidPicture.pitch }
    /// The left edge of a unit: it stands above the middle of what it sees.
    func x(_ row: Int, _ unit: Int) -> Double {
      let center = (fields[row].center ?? 0) + Double(unit * (fields[row].stride ?? 1))
      return left + center * PyramidPicture.cell
    }
    let seen = seen
    for row in layers.indices.dropFirst() {
      let (upper, lower) = (seen[row], seen[row - 1])
      svg.polygon(
        [
          (x(row, upper.lowerBound), y(row) + PyramidPicture.cell),
          (x(row, upper.upperBound) + PyramidPicture.cell, y(row) + PyramidPicture.cell),
          (x(row - 1, lower.upperBound) + PyramidPicture.cell, y(row - 1)), (x(row - 1, lower.lowerBound), y(row - 1)),
        ], "conv-area")
    }
    for row in layers.indices {
      svg.text(names[row], left - 14, y(row) + PyramidPicture.cell / 2 + 4, "axis", anchor: .end)
      for unit in 0..<layers[row].shape.extent[0] {
        svg.rect(
          x(row, unit) + 1, y(row), PyramidPicture.cell - 2, PyramidPicture.cell,
          seen[row].contains(unit) ? "conv-node" : "rest-node", radius: 3)
      }
    }
    return svg
  }

  /// For each layer the units that the chosen one depends on.
  private var seen: [ClosedRange<Int>] {
    let layers = profile.network.layers
    var seen = [unit...unit]
    for layer in layers.dropFirst().reversed() {
      let above = seen[0]
      guard let window = layer.windows.first else {
        seen.insert(above, at: 0)
        continue
      }
      let start = max(0, window.cells(of: above.lowerBound).lowerBound)
      let end = min(layer.inputShapes[0].extent[0] - 1, window.cells(of: above.upperBound).upperBound)
      seen.insert(start...end, at: 0)
    }
    return seen
  }
}
