import Analysis
import Architecture
import Charts
import Report

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
  let language: Language

  private static let cell = 30.0
  private static let pitch = 74.0

  var svg: SVG {
    let layers = profile.network.layers
    let fields = ReceptiveField.fields(of: profile.network).map { $0.axes[0] }
    let seen = seen
    let names = [inputName] + layers.dropFirst().map(\.name)
    let windows = layers.map { layer in layer.windows.isEmpty ? "" : language.arguments(of: layer) }
    let counts = seen.map { language.text("charts.units", count: $0.count) }
    let widest = names.map { TextWidth.of($0, "axis") } + windows.map { TextWidth.of($0, "small muted") }
    let left = 20 + (widest.max() ?? 0) + 16
    let right = left + Double(layers[0].shape.extent[0]) * PyramidPicture.cell
    let height = 62 + Double(layers.count) * PyramidPicture.pitch
    let room = (counts.map { TextWidth.of($0, "strong") }.max() ?? 0) + 34
    var svg = SVG(
      width: max(right + room, SVG.width(for: title)), height: height, title: title, description: description)
    svg.heading()
    func y(_ row: Int) -> Double { height - 22 - PyramidPicture.cell - Double(row) * PyramidPicture.pitch }
    /// The left edge of a unit: it stands above the middle of what it sees.
    func x(_ row: Int, _ unit: Int) -> Double {
      let center = (fields[row].center ?? 0) + Double(unit * (fields[row].stride ?? 1))
      return left + center * PyramidPicture.cell
    }
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
      let base = y(row) + PyramidPicture.cell / 2 + 4
      svg.text(names[row], left - 14, windows[row].isEmpty ? base : base - 7, "axis", anchor: .end)
      svg.text(windows[row], left - 14, base + 8, "small muted", anchor: .end)
      for unit in 0..<layers[row].shape.extent[0] {
        let isSeen = seen[row].contains(unit)
        svg.rect(
          x(row, unit) + 1, y(row), PyramidPicture.cell - 2, PyramidPicture.cell, isSeen ? "conv-node" : "rest-node",
          radius: 3)
        svg.text(
          "\(unit)", x(row, unit) + PyramidPicture.cell / 2, base, isSeen ? "small value" : "small muted value",
          anchor: .middle)
      }
      svg.text(counts[row], right + 14, base, "strong")
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
