/// The frame of a chart with two axes: title, grid, marks and the names of both axes with their units.
///
/// A chart asks for the area and its scales, draws into `svg`, and takes the text from there.
struct Plot {
  static let width = 860.0
  /// Room around the area of the data.
  struct Margins {
    var left = 76.0
    var right = 28.0
    var top = 56.0
    var bottom = 58.0
  }

  var svg: SVG
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double

  init(height: Double, title: String, description: String, margins: Margins = Margins(), width: Double = Plot.width) {
    svg = SVG(width: width, height: height, title: title, description: description)
    left = margins.left
    right = width - margins.right
    top = margins.top
    bottom = height - margins.bottom
    svg.text(title, 20, 28, "title")
  }

  /// Horizontal grid lines with their numbers at the left, and the axis's name above them.
  mutating func leftAxis(_ scale: Scale, _ name: String, label: (Double) -> String) {
    for tick in scale.ticks {
      let y = scale.position(tick)
      svg.line(left, y, right, y, "grid")
      svg.text(label(tick), left - 8, y + 4, "tick", anchor: .end)
    }
    svg.text(name, left - 8 - 48, top - 12, "axis muted")
  }

  /// Vertical grid lines with their numbers below, and the axis's name below them.
  mutating func bottomAxis(_ scale: Scale, _ name: String, label: (Double) -> String) {
    for tick in scale.ticks {
      let x = scale.position(tick)
      svg.line(x, top, x, bottom, "grid")
      svg.text(label(tick), x, bottom + 18, "tick", anchor: .middle)
    }
    svg.text(name, (left + right) / 2, bottom + 42, "axis muted", anchor: .middle)
  }

  /// Names below the area, slanted where they would touch each other; some are left out where there are too many.
  mutating func names(_ names: [String], at positions: [Double]) {
    guard let first = positions.first, let last = positions.last, !names.isEmpty else { return }
    svg.line(left, bottom, right, bottom, "frame")
    let pitch = names.count > 1 ? (last - first) / Double(names.count - 1) : right - left
    let widest = names.map { TextWidth.of($0, size: 11) }.max() ?? 0
    let isSlanted = widest + 6 > pitch
    // Slanted lines of 11 pixels need 14 of room.
    let every = isSlanted ? max(1, Int((14 / max(pitch, 0.01)).rounded(.up))) : 1
    for index in stride(from: 0, to: names.count, by: every) {
      let x = positions[index]
      svg.line(x, bottom, x, bottom + 4, "frame")
      if isSlanted {
        svg.text(
          TextWidth.fit(names[index], size: 11, width: 118), x + 3, bottom + 15, "tick small", anchor: .end, angle: -38)
      } else {
        svg.text(names[index], x, bottom + 18, "tick small", anchor: .middle)
      }
    }
  }

  /// Coloured squares with what they stand for, in a row that ends at the right edge.
  mutating func legend(_ entries: [(style: String, name: String)], y: Double = 28) {
    var x = right
    for (style, name) in entries.reversed() {
      x -= TextWidth.of(name, size: ChartStyle.labelSize)
      svg.text(name, x, y)
      svg.rect(x - 18, y - 10, 12, 12, style, radius: 2)
      x -= 18 + 16
    }
  }
}
