#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds places for labels beside their points where they cover neither points nor lines nor other labels.
struct LabelPlacer {
  typealias Point = (x: Double, y: Double)

  struct Place {
    let x: Double
    /// The base line.
    let y: Double
    var anchor = SVG.Anchor.start
    /// A line from the point to a label that is not beside it.
    var leader: (from: Point, to: Point)?
  }

  /// Where a label may stand from its point, in degrees clockwise from the right: the first that is free is taken.
  enum Directions {
    /// Beside it first, then below and above.
    case around
    /// Above it first, then below: for numbers along a curve.
    case above
    /// Below it, ending there: labels of points in a row, placed from left to right, have parallel lines to them.
    case below
    /// To its right and below.
    case right
    /// Above or below a line that ends here, on one side.
    case beside(isLeft: Bool)

    var degrees: [Double] {
      switch self {
      case .around: [0, 180, -35, 35, -145, 145, -90, 90, -60, 60, -120, 120]
      case .above: [-90, -120, -60, -150, -30, 90, 60, 30, 120, 0, 180]
      case .beside(let isLeft): isLeft ? [-120, 120] : [-60, 60]
      case .below: [120]
      case .right: [30, 0, 60, 90]
      }
    }
  }

  private struct Box {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    /// Whether a line runs through it (Liang and Barsky 1984).
    func isCrossed(by line: (from: Point, to: Point)) -> Bool {
      let (dx, dy) = (line.to.x - line.from.x, line.to.y - line.from.y)
      var (enter, leave) = (0.0, 1.0)
      for (step, room) in [
        (-dx, line.from.x - left), (dx, right - line.from.x), (-dy, line.from.y - top), (dy, bottom - line.from.y),
      ] {
        if step == 0 {
          if room < 0 { return false }
        } else if step < 0 {
          enter = max(enter, room / step)
        } else {
          leave = min(leave, room / step)
        }
      }
      return enter < leave
    }
  }

  private let area: Box
  private var boxes: [Box] = []
  private var labels: [Box] = []
  private var lines: [(from: Point, to: Point)] = []

  init(left: Double, right: Double, top: Double, bottom: Double) {
    area = Box(left: left, top: top, right: right, bottom: bottom)
  }

  /// Keeps labels away from a point of this radius.
  mutating func block(_ x: Double, _ y: Double, radius: Double) {
    block(x - radius, y - radius, 2 * radius, 2 * radius)
  }

  /// Keeps labels away from a rectangle.
  mutating func block(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    boxes.append(Box(left: x, top: y, right: x + width, bottom: y + height))
  }

  /// Keeps labels away from lines from point to point.
  mutating func block(_ points: [Point]) {
    for (from, to) in zip(points, points.dropFirst()) { lines.append((from, to)) }
  }

  /// The first free place near a point; nil where there is none.
  ///
  /// - Parameters:
  ///   - style: the classes with which the label is written.
  ///   - distance: from the point to a label that is beside it.
  ///   - reach: the most distance; beyond the first one a line leads to the label.
  mutating func place(
    _ text: String, _ style: String, beside point: Point, distance: Double, reach: Double = 0,
    _ directions: Directions = .around
  ) -> Place? {
    let size = ChartStyle.font(of: style).size
    for far in stride(from: 0.0, through: reach, by: size) {
      for degrees in directions.degrees {
        let (ux, uy) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
        func away(_ distance: Double) -> Point { (point.x + ux * distance, point.y + uy * distance) }
        let end = away(distance + far)
        // Capitals are three quarters of the size high.
        let base = end.y + size * (uy < -0.3 ? 0 : uy > 0.3 ? 0.75 : 0.375)
        let place = Place(
          x: end.x, y: base, anchor: ux > 0.3 ? .start : ux < -0.3 ? .end : .middle,
          leader: far > 0 ? (away(distance - 2), away(distance + far - 3)) : nil)
        if let place = first(of: [place], for: text, style) { return place }
      }
    }
    return nil
  }

  /// The first of several places that is free, which is taken then.
  mutating func first(of places: [Place], for text: String, _ style: String) -> Place? {
    let width = TextWidth.of(text, style)
    let size = ChartStyle.font(of: style).size
    for place in places {
      let left =
        switch place.anchor {
        case .start: place.x
        case .middle: place.x - width / 2
        case .end: place.x - width
        }
      let box = Box(
        left: left - 2, top: place.y - size * 0.8, right: left + width + 2, bottom: place.y + size * 0.3)
      guard isFree(box, place.leader) else { continue }
      labels.append(box)
      if let leader = place.leader { lines.append(leader) }
      return place
    }
    return nil
  }

  private func isFree(_ box: Box, _ leader: (from: Point, to: Point)?) -> Bool {
    guard box.left >= area.left, box.right <= area.right, box.top >= area.top, box.bottom <= area.bottom,
      !labels.contains(where: box.overlaps), !boxes.contains(where: box.overlaps),
      !lines.contains(where: box.isCrossed)
    else { return false }
    guard let leader else { return true }
    return !labels.contains { $0.isCrossed(by: leader) } && !lines.contains { LabelPlacer.cross($0, leader) }
  }

  /// Whether two lines have a point in common that is inside both.
  private static func cross(_ a: (from: Point, to: Point), _ b: (from: Point, to: Point)) -> Bool {
    func side(_ line: (from: Point, to: Point), _ point: Point) -> Double {
      (line.to.x - line.from.x) * (point.y - line.from.y) - (line.to.y - line.from.y) * (point.x - line.from.x)
    }
    return side(a, b.from) * side(a, b.to) < 0 && side(b, a.from) * side(b, a.to) < 0
  }
}

extension Plot {
  /// Writes a label at its place, and the line that leads to it.
  mutating func label(_ text: String, _ style: String, at place: LabelPlacer.Place) {
    if let leader = place.leader { svg.line(leader.from.x, leader.from.y, leader.to.x, leader.to.y, "edge") }
    svg.text(text, place.x, place.y, "\(style) halo", anchor: place.anchor)
  }
}
