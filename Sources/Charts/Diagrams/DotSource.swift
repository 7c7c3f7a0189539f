/// A diagram for Graphviz's `dot`: the sizes of its boxes and of its frames' titles.
public enum DotSource {
  /// Layouts of more boxes than this take long, and no one reads them.
  public static let mostNodes = 400

  /// The text of a graph, with a line feed at its end; nil for a diagram that is too large.
  public static func text(_ diagram: Diagram) -> String? {
    guard diagram.nodes.count <= mostNodes else { return nil }
    let boxes = diagram.nodes.map { node in
      let (width, height) = size(of: node)
      return DotGraph.Box(width: width, height: height, group: node.group)
    }
    return DotGraph(
      attributes: "nodesep=0.2, ranksep=0.25, margin=0", boxes: boxes,
      groups: diagram.groups.map { DotGraph.Group(titleWidth: TextWidth.of($0.name, "strong"), parent: $0.parent) },
      edges: diagram.edges.map { DotGraph.Edge(from: $0.from, to: $0.to) }
    ).text
  }

  /// Between the base lines of a box.
  static let linePitch = 15.0

  /// The lines of a box, from top to bottom, with the classes of their letters.
  static func lines(of node: Diagram.Node) -> [(text: String, style: String)] {
    let details = node.details.joined(separator: " + ")
    return [(node.title, "strong")] + (details.isEmpty ? [] : [(details, "small")]) + [(node.size, "small muted value")]
  }

  /// Width and height of a box, in pixels.
  static func size(of node: Diagram.Node) -> (width: Double, height: Double) {
    let lines = lines(of: node)
    let widest = lines.map { TextWidth.of($0.text, $0.style) }.max() ?? 0
    return (widest + (node.isRound ? 26 : 16), Double(lines.count) * linePitch + 8)
  }
}
