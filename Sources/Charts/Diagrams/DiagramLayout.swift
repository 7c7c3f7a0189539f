/// Where the boxes and arrows of a diagram lie, as `dot -Tplain` says it; in pixels, from the top left.
public struct DiagramLayout: Sendable {
  package struct Point: Sendable {
    package let x: Double
    package let y: Double
  }

  package struct Route: Sendable {
    package let from: Int
    package let to: Int
    /// A start and, for each curve, two control points and an end (cubic Bézier).
    package let points: [Point]

    /// Points on its curves, near enough to each other to be joined by straight lines.
    var line: [Point] {
      var line = [points[0]]
      for index in stride(from: 1, to: points.count - 2, by: 3) {
        let (a, b, c, d) = (points[index - 1], points[index], points[index + 1], points[index + 2])
        for step in 1...8 {
          // (1 − t)³·a + 3·(1 − t)²·t·b + 3·(1 − t)·t²·c + t³·d
          let t = Double(step) / 8
          let (p, q, r, s) = ((1 - t) * (1 - t) * (1 - t), 3 * (1 - t) * (1 - t) * t, 3 * (1 - t) * t * t, t * t * t)
          line.append(
            Point(x: p * a.x + q * b.x + r * c.x + s * d.x, y: p * a.y + q * b.y + r * c.y + s * d.y))
        }
      }
      return line
    }

    /// The path of an SVG element.
    ///
    /// - Parameter place: where a point of the layout is drawn.
    package func path(_ place: (Point) -> (x: Double, y: Double) = { ($0.x, $0.y) }) -> String {
      let texts = points.map(place).map { "\(SVG.number($0.x)) \(SVG.number($0.y))" }
      var data = "M\(texts[0])"
      for index in stride(from: 1, to: points.count - 2, by: 3) {
        data += "C\(texts[index...(index + 2)].joined(separator: " "))"
      }
      return data
    }
  }

  package let width: Double
  package let height: Double
  /// The middle of each box.
  package let nodes: [Int: Point]
  package let routes: [Route]

  /// The layouts of several graphs, in the order in which they went in; nil where the text is not what `dot` writes.
  ///
  ///     graph scale width height
  ///     node name x y width height label style shape color fillcolor
  ///     edge tail head n x₁ y₁ … xₙ yₙ style color
  ///     stop
  public static func parse(plain text: String) -> [DiagramLayout]? {
    var layouts: [DiagramLayout] = []
    var size: Point?
    var nodes: [Int: Point] = [:]
    var routes: [Route] = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let first = words.first else { continue }
      if first == "graph", words.count == 4, let width = Double(words[2]), let height = Double(words[3]) {
        size = Point(x: width, y: height)
        (nodes, routes) = ([:], [])
        continue
      }
      guard let height = size?.y, let width = size?.x else { return nil }
      // Upwards becomes downwards, inches become pixels.
      func point(_ x: Substring, _ y: Substring) -> Point? {
        guard let x = Double(x), let y = Double(y), x.isFinite, y.isFinite else { return nil }
        return Point(x: x * 72, y: (height - y) * 72)
      }
      func index(_ name: Substring) -> Int? { name.first == "n" ? Int(name.dropFirst()) : nil }
      switch first {
      case "node":
        guard words.count > 4, let name = index(words[1]), let place = point(words[2], words[3]) else { return nil }
        nodes[name] = place
      case "edge":
        guard words.count > 3, let from = index(words[1]), let to = index(words[2]), let count = Int(words[3]),
          count >= 4, count % 3 == 1, words.count >= 4 + 2 * count + 2
        else { return nil }
        let points = (0..<count).compactMap { point(words[4 + 2 * $0], words[5 + 2 * $0]) }
        guard points.count == count else { return nil }
        // What only keeps boxes in their order is no arrow.
        if words[words.count - 2] != "invis" { routes.append(Route(from: from, to: to, points: points)) }
      case "stop":
        layouts.append(DiagramLayout(width: width * 72, height: height * 72, nodes: nodes, routes: routes))
        size = nil
      default: return nil
      }
    }
    return size == nil ? layouts : nil
  }
}
