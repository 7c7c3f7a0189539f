import Report

/// A diagram drawn where `dot` has put its boxes.
///
/// The box of a layer is a group of class `node` with `data-layers`, the layers' indices in the network (the input is
/// 0), so that a page can find it.
public struct DiagramDrawing {
  let diagram: Diagram
  let layout: DiagramLayout
  let language: Language
  let model: String

  public init(_ diagram: Diagram, _ layout: DiagramLayout, of model: String, _ language: Language) {
    self.diagram = diagram
    self.layout = layout
    self.language = language
    self.model = model
  }

  private static let margin = 20.0
  private static let head = 52.0

  /// The picture; nil where the layout is another diagram's.
  public var svg: String? {
    guard diagram.nodes.indices.allSatisfy({ layout.nodes[$0] != nil }), layout.routes.count == diagram.edges.count
    else { return nil }
    let title = language.text("charts.diagram_title", ["model": model])
    let titleWidth = TextWidth.of(title, size: ChartStyle.titleSize) * 1.22
    let width = max(layout.width, titleWidth) + 2 * DiagramDrawing.margin
    let left = (width - layout.width) / 2
    let description = language.text(
      "charts.diagram_description", count: diagram.nodes.count, ["arrows": language.grouped(diagram.edges.count)])
    var svg = SVG(
      width: width.rounded(.up), height: (layout.height + DiagramDrawing.head + DiagramDrawing.margin).rounded(.up),
      title: title, description: description)
    svg.text(title, DiagramDrawing.margin, 28, "title")
    func place(_ point: DiagramLayout.Point) -> (x: Double, y: Double) {
      (point.x + left, point.y + DiagramDrawing.head)
    }
    for (group, name) in diagram.groups.enumerated() { draw(group, name, place, &svg) }
    for route in layout.routes { draw(route, place, &svg) }
    // Several arrows from one box to the same other one: each has its own size.
    var rest = diagram.edges
    for route in layout.routes {
      guard let index = rest.firstIndex(where: { $0.from == route.from && $0.to == route.to }) else { continue }
      let edge = rest.remove(at: index)
      guard let label = route.label.map(place) else { continue }
      svg.text(edge.size, label.x, label.y + 4, "small muted value", anchor: .middle)
    }
    for (index, node) in diagram.nodes.enumerated() {
      if let middle = layout.nodes[index].map(place) { draw(node, middle, &svg) }
    }
    return svg.text
  }

  private func draw(_ node: Diagram.Node, _ middle: (x: Double, y: Double), _ svg: inout SVG) {
    let (width, height) = DotSource.size(of: node)
    let layers = node.layers.map(String.init).joined(separator: " ")
    svg.group(["class": "node", "data-layers": layers]) { svg in
      svg.rect(
        middle.x - width / 2, middle.y - height / 2, width, height, "\(node.family.style)-node",
        radius: node.isRound ? height / 2 : 4)
      if node.details.isEmpty {
        svg.text(node.title, middle.x, middle.y + 4, "strong", anchor: .middle)
      } else {
        svg.text(node.title, middle.x, middle.y - 3, "strong", anchor: .middle)
        svg.text(node.details.joined(separator: " + "), middle.x, middle.y + 13, "small", anchor: .middle)
      }
    }
  }

  /// The frame around a module: `dot` keeps other boxes out of it.
  private func draw(
    _ group: Int, _ name: String, _ place: (DiagramLayout.Point) -> (x: Double, y: Double), _ svg: inout SVG
  ) {
    var left = Double.infinity
    var top = Double.infinity
    var right = -Double.infinity
    var bottom = -Double.infinity
    for (index, node) in diagram.nodes.enumerated() where node.group == group {
      guard let middle = layout.nodes[index].map(place) else { continue }
      let (width, height) = DotSource.size(of: node)
      left = min(left, middle.x - width / 2)
      right = max(right, middle.x + width / 2)
      top = min(top, middle.y - height / 2)
      bottom = max(bottom, middle.y + height / 2)
    }
    guard left < right else { return }
    svg.rect(left - 10, top - 26, right - left + 20, bottom - top + 36, "group", radius: 6)
    svg.text(name, left - 3, top - 11, "strong muted")
  }

  /// A curve with a head at its end.
  private func draw(
    _ route: DiagramLayout.Route, _ place: (DiagramLayout.Point) -> (x: Double, y: Double), _ svg: inout SVG
  ) {
    guard route.points.count >= 4 else { return }
    svg.path(route.path(place), "edge")
    let points = route.points.suffix(2).map(place)
    let end = points[points.count - 1]
    let before = points[points.count - 2]
    let (dx, dy) = (end.x - before.x, end.y - before.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return }
    let (ux, uy) = (dx / length, dy / length)
    let base = (x: end.x - ux * 7, y: end.y - uy * 7)
    svg.polygon([end, (base.x - uy * 3.5, base.y + ux * 3.5), (base.x + uy * 3.5, base.y - ux * 3.5)], "arrow")
  }
}
