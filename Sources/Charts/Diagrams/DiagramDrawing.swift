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
  private static let leastWidth = 480.0

  /// The picture; nil where the layout is another diagram's.
  public var svg: String? {
    guard diagram.nodes.indices.allSatisfy({ layout.nodes[$0] != nil }), layout.routes.count == diagram.edges.count
    else { return nil }
    let title = language.text("charts.diagram_title", ["model": model])
    // A long title above a chain of boxes is broken.
    let width = max(layout.width + 2 * DiagramDrawing.margin, min(SVG.width(for: title), DiagramDrawing.leastWidth))
    let left = (width - layout.width) / 2
    let description = language.text(
      "charts.diagram_description", count: diagram.nodes.count, ["arrows": language.grouped(diagram.edges.count)])
    var svg = SVG(
      width: width.rounded(.up), height: (layout.height + DiagramDrawing.head + DiagramDrawing.margin).rounded(.up),
      title: title, description: description)
    svg.heading()
    func place(_ point: DiagramLayout.Point) -> (x: Double, y: Double) {
      (point.x + left, point.y + DiagramDrawing.head)
    }
    let frames = frames(place)
    var placer = LabelPlacer(left: 0, right: width, top: 0, bottom: svg.height)
    for route in layout.routes { placer.block(route.line.map(place)) }
    for (index, node) in diagram.nodes.enumerated() {
      guard let middle = layout.nodes[index].map(place) else { continue }
      let (width, height) = DotSource.size(of: node)
      placer.block(middle.x - width / 2, middle.y - height / 2, width, height)
    }
    for frame in frames where frame.left < frame.right { placer.block(frame.corners) }
    for (group, frame) in zip(diagram.groups, frames) { draw(frame, group.name, &placer, &svg) }
    for route in layout.routes { draw(route, place, &svg) }
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
      for (line, content) in DotSource.lines(of: node).enumerated() {
        let base = middle.y - height / 2 + 4 + DotSource.linePitch * (Double(line) + 0.75)
        svg.text(content.text, middle.x, base, content.style, anchor: .middle)
      }
    }
  }

  private struct Frame {
    var left = Double.infinity
    var top = Double.infinity
    var right = -Double.infinity
    var bottom = -Double.infinity

    /// Its outline, from the top left around and back.
    var corners: [LabelPlacer.Point] {
      [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    }

    mutating func include(left: Double, top: Double, right: Double, bottom: Double) {
      self.left = min(self.left, left)
      self.top = min(self.top, top)
      self.right = max(self.right, right)
      self.bottom = max(self.bottom, bottom)
    }
  }

  /// The frame around each module. `dot` keeps other boxes out of it, and leaves more room than is used here, so that frames
  /// never touch.
  private func frames(_ place: (DiagramLayout.Point) -> (x: Double, y: Double)) -> [Frame] {
    var frames = diagram.groups.map { _ in Frame() }
    for (index, node) in diagram.nodes.enumerated() {
      guard let group = node.group, let middle = layout.nodes[index].map(place) else { continue }
      let (width, height) = DotSource.size(of: node)
      frames[group].include(
        left: middle.x - width / 2, top: middle.y - height / 2, right: middle.x + width / 2,
        bottom: middle.y + height / 2)
    }
    let room = DotGraph.groupMargin - 4
    // Inner ones first, since the outer ones hold them.
    for index in diagram.groups.indices.reversed() {
      frames[index].left -= room
      frames[index].right += room
      frames[index].top -= room + DotGraph.groupTitle - 2
      frames[index].bottom += room
      // A title may be wider than all boxes.
      let titleWidth = TextWidth.of(diagram.groups[index].name, "strong") + 14
      frames[index].right = max(frames[index].right, frames[index].left + titleWidth)
      guard let parent = diagram.groups[index].parent else { continue }
      let frame = frames[index]
      frames[parent].include(left: frame.left, top: frame.top, right: frame.right, bottom: frame.bottom)
    }
    return frames
  }

  /// Its title stands in a corner where no arrow runs.
  private func draw(_ frame: Frame, _ name: String, _ placer: inout LabelPlacer, _ svg: inout SVG) {
    guard frame.left < frame.right else { return }
    svg.rect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top, "group", radius: 6)
    let (left, right, top, bottom) = (frame.left + 7, frame.right - 7, frame.top + 15, frame.bottom - 7)
    let corners: [LabelPlacer.Place] = [
      .init(x: left, y: top), .init(x: right, y: top, anchor: .end), .init(x: left, y: bottom),
      .init(x: right, y: bottom, anchor: .end),
    ]
    let corner = placer.first(of: corners, for: name, "strong muted") ?? corners[0]
    svg.text(name, corner.x, corner.y, "strong muted halo", anchor: corner.anchor)
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
