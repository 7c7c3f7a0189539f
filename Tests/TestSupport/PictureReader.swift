import Charts

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads what `SVG` writes, an element a line, and finds texts that a reader could not read.
///
/// Texts are as wide as `TextWidth` says, in the widest of usual faces. `make check-pictures` asks a browser the same of every
/// shape; here it is what can be decided without one: texts, and straight lines through them.
public struct PictureReader {
  typealias Point = (x: Double, y: Double)

  /// A text's letters as a rectangle, which may be turned, and the upright one around it.
  private struct Label {
    let text: String
    let corners: [Point]
    let low: Point
    let high: Point
    let hasHalo: Bool
  }

  private struct Line {
    let style: Substring
    let from: Point
    let to: Point
  }

  private let width: Double
  private let height: Double
  private var labels: [Label] = []
  private var lines: [Line] = []

  public init(_ svg: String) {
    let elements = svg.split(separator: "\n")
    let size = (Element(elements.first ?? "")["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
    (width, height) = size.count == 4 ? (size[2], size[3]) : (0, 0)
    // What stands below a title of several lines is moved down.
    let moved = elements.first { $0.hasPrefix("<g transform=\"translate(0 ") }
    let shift = moved.flatMap { Double($0.dropFirst(26).prefix { $0 != ")" }) } ?? 0
    for line in elements {
      switch line.prefix(6) {
      case "<text ": read(text: Element(line), shift)
      case "<line ", "<polyl", "<rect ", "<polyg": read(lines: Element(line), shift)
      default: break
      }
    }
  }

  /// A start tag and the text behind it.
  private struct Element {
    let name: Substring
    let text: Substring
    private let attributes: [(name: Substring, value: Substring)]

    init(_ line: Substring) {
      let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
      name = line.dropFirst().prefix { $0 != " " }
      attributes = zip(parts, parts.dropFirst()).map { before, value in
        (before.dropLast().split(separator: " ").last ?? "", value)
      }
      text = parts.last?.dropFirst().prefix { $0 != "<" } ?? ""
    }

    subscript(name: String) -> Substring? { attributes.first { $0.name == name }?.value }

    func number(_ name: String) -> Double { self[name].flatMap { Double($0) } ?? 0 }
  }

  private mutating func read(text element: Element, _ shift: Double) {
    var text = String(element.text)
    for (mark, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    where text.contains("&") {
      text = text.replacing(mark, with: character)
    }
    let style = String(element["class"] ?? "")
    let size = ChartStyle.font(of: style).size
    let textWidth = TextWidth.of(text, style)
    let (x, y) = (element.number("x"), element.number("y") + shift)
    let left =
      switch element["text-anchor"] {
      case "middle": x - textWidth / 2
      case "end": x - textWidth
      default: x
      }
    // rotate(degrees x y)
    let turn = Double((element["transform"] ?? "").dropFirst(7).prefix { $0 != " " }) ?? 0
    let (cosine, sine) = (cos(turn * .pi / 180), sin(turn * .pi / 180))
    let right = left + textWidth
    // The letters of DejaVu Sans reach 0.76 of the size above the base line and 0.24 of it below.
    let (top, bottom) = (y - 0.76 * size, y + 0.24 * size)
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)].map { corner -> Point in
      let (dx, dy) = (corner.0 - x, corner.1 - y)
      return (x + dx * cosine - dy * sine, y + dx * sine + dy * cosine)
    }
    labels.append(
      Label(
        text: text, corners: corners, low: (corners.map(\.x).min() ?? 0, corners.map(\.y).min() ?? 0),
        high: (corners.map(\.x).max() ?? 0, corners.map(\.y).max() ?? 0),
        hasHalo: style.split(separator: " ").contains("halo")))
  }

  private mutating func read(lines element: Element, _ shift: Double) {
    var points: [Point]
    switch element.name {
    case "line":
      points = [(element.number("x1"), element.number("y1")), (element.number("x2"), element.number("y2"))]
    case "rect":
      // The ground is as large as the picture.
      guard element["width"] != "100%" else { return }
      let (x, y) = (element.number("x"), element.number("y"))
      let (right, bottom) = (x + element.number("width"), y + element.number("height"))
      points = [(x, y), (right, y), (right, bottom), (x, bottom), (x, y)]
    default:
      points = (element["points"] ?? "").split(separator: " ").map { pair in
        let numbers = pair.split(separator: ",").compactMap { Double($0) }
        return (numbers[0], numbers[1])
      }
      if element.name == "polygon", let first = points.first { points.append(first) }
    }
    for (from, to) in zip(points, points.dropFirst()) {
      lines.append(
        Line(style: element["class"] ?? "", from: (from.x, from.y + shift), to: (to.x, to.y + shift)))
    }
  }

  /// A sentence for each text that is cut, lies on another one, or is struck through.
  public var findings: [String] {
    var findings: [String] = []
    for (index, label) in labels.enumerated() {
      func say(_ what: String) {
        findings.append("\"\(label.text)\" at \(Int(label.low.x)), \(Int(label.low.y)) \(what)")
      }
      if label.low.x < 2 || label.low.y < 2 || label.high.x > width - 2 || label.high.y > height - 2 { say("is cut") }
      for other in labels[(index + 1)...]
      where Self.isNear(label, other.low, other.high) && !Self.areApart(label.corners, other.corners) {
        say("lies on \"\(other.text)\"")
      }
      for line in lines where !(label.hasHalo && line.style == "grid") {
        let low = (min(line.from.x, line.to.x), min(line.from.y, line.to.y))
        let high = (max(line.from.x, line.to.x), max(line.from.y, line.to.y))
        if Self.isNear(label, low, high), !Self.areApart(label.corners, [line.from, line.to]) {
          say("is struck through by a line of \(line.style)")
        }
      }
    }
    return findings
  }

  private static func isNear(_ label: Label, _ low: Point, _ high: Point) -> Bool {
    label.low.x <= high.x && low.x <= label.high.x && label.low.y <= high.y && low.y <= label.high.y
  }

  /// Whether some side of two convex polygons separates them.
  private static func areApart(_ a: [Point], _ b: [Point]) -> Bool {
    for (one, other) in [(a, b), (b, a)] {
      for (p, q) in zip(one, one.dropFirst() + one.prefix(1)) {
        func across(_ point: Point) -> Double { (q.y - p.y) * point.x + (p.x - q.x) * point.y }
        let (first, second) = (one.map(across), other.map(across))
        guard let low = first.min(), let high = first.max(), let least = second.min(), let most = second.max() else {
          continue
        }
        if low < high || least < most, high <= least || most <= low { return true }
      }
    }
    return false
  }
}
