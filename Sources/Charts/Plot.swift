/// The frame of a chart with two axes: title, grid, marks and the names of both axes with their units.
///
/// A chart asks for the area and its scales, draws into `svg`, and takes the text from there.
package struct Plot {
  package static let width = 860.0
  /// Room around the area of the data.
  package struct Margins {
    package var left = 76.0
    package var right = 28.0
    package var top = 76.0
    package var bottom = 58.0

    package init() {}
  }

  package var svg: SVG
  package let left: Double
  package let right: Double
  package let top: Double
  package let bottom: Double

  package init(
    height: Double, title: String, description: String, margins: Margins = Margins(), width: Double = Plot.width
  ) {
    svg = SVG(width: width, height: height, title: title, description: description)
    left = margins.left
    right = width - margins.right
    top = margins.top
    bottom = height - margins.bottom
    svg.heading()
  }

  /// So many places spread over the width, with half a pitch at both ends.
  package static func positions(_ count: Int, _ margins: Margins = Margins()) -> [Double] {
    let pitch = (width - margins.left - margins.right) / Double(max(1, count))
    return (0..<count).map { margins.left + (Double($0) + 0.5) * pitch }
  }

  /// Whether points at these places can be told apart; a line alone shows more than points on top of each other.
  package static func haveRoom(_ positions: [Double]) -> Bool {
    positions.count < 2 || positions[1] - positions[0] >= 6
  }

  /// Horizontal grid lines with their numbers at the left, and the axis's name above them.
  package mutating func leftAxis(_ scale: Scale, _ name: String, label: (Double) -> String) {
    for tick in scale.ticks {
      let y = scale.position(tick)
      svg.line(left, y, right, y, "grid")
      svg.text(label(tick), left - 8, y + 4, "tick", anchor: .end)
    }
    svg.text(name, 20, top - 16, "axis muted")
  }

  /// Vertical grid lines with their numbers below, and the axis's name below them.
  package mutating func bottomAxis(_ scale: Scale, _ name: String, label: (Double) -> String) {
    for tick in scale.ticks {
      let x = scale.position(tick)
      svg.line(x, top, x, bottom, "grid")
      svg.text(label(tick), x, bottom + 18, "tick", anchor: .middle)
    }
    svg.text(name, (left + right) / 2, bottom + 42, "axis muted", anchor: .middle)
  }

  /// Names below the area, slanted where they would touch each other; some are left out where there are too many.
  package mutating func names(_ names: [String], at positions: [Double]) {
    svg.line(left, bottom, right, bottom, "frame")
    let isSlanted = Plot.isSlanted(names, at: positions)
    var last = -Double.infinity
    for (name, x) in zip(names, positions) {
      // Lines of 11 pixels need sin 38° · 20 of room.
      let isNamed = !isSlanted || x - last >= 20
      if isNamed || Plot.haveRoom(positions) { svg.line(x, bottom, x, bottom + 4, "frame") }
      guard isNamed else { continue }
      last = x
      if isSlanted {
        // As long as there is room to the left: cos 38° of its length.
        let text = TextWidth.fit(name, "tick small", width: min(Plot.longestName, (x - 8) / 0.79))
        svg.text(text, x + 3, bottom + 15, "tick small", anchor: .end, angle: -38)
      } else {
        let text = TextWidth.fit(name, "tick small", width: 2 * min(x, svg.width - x) - 8)
        svg.text(text, x, bottom + 18, "tick small", anchor: .middle)
      }
    }
  }

  private static let longestName = 132.0

  /// Whether names at these places would touch each other.
  private static func isSlanted(_ names: [String], at positions: [Double]) -> Bool {
    let widths = names.map { TextWidth.of($0, "tick small") }
    for index in positions.indices.dropFirst() {
      let room = positions[index] - positions[index - 1]
      if room < (widths[index - 1] + widths[index]) / 2 + 8 { return true }
    }
    return false
  }

  /// Room that names below the area need, for `Margins.bottom`.
  package static func room(for names: [String], at positions: [Double]) -> Double {
    guard isSlanted(names, at: positions) else { return 36 }
    let widest = names.map { min(longestName, TextWidth.of($0, "tick small")) }.max() ?? 0
    return 28 + widest * 0.62
  }

  /// What colours stand for, in a row below the title that ends at the right edge.
  package mutating func legend(_ entries: [(style: String, name: String)]) { svg.legend(entries, endingAt: right, 52) }
}
