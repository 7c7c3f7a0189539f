/// A diagram for Graphviz's `dot`: the sizes of its boxes and labels.
public enum DotSource {
  /// Layouts of more boxes than this take long, and no one reads them.
  public static let mostNodes = 400

  static let titleSize = 12.0
  static let detailSize = 11.0
  static let sizeSize = 11.0

  /// The text of a graph, with a line feed at its end; nil for a diagram that is too large.
  public static func text(_ diagram: Diagram) -> String? {
    guard diagram.nodes.count <= mostNodes else { return nil }
    let boxes = diagram.nodes.map { node in
      let (width, height) = size(of: node)
      return DotGraph.Box(width: width, height: height, group: node.group)
    }
    let edges = diagram.edges.map {
      DotGraph.Edge(from: $0.from, to: $0.to, label: (TextWidth.of($0.size, size: sizeSize) + 16, 14))
    }
    return DotGraph(
      attributes: "nodesep=0.2, ranksep=0.22, margin=0, ordering=out", boxes: boxes,
      groups: diagram.groups.map { TextWidth.of($0, size: titleSize) }, edges: edges
    ).text
  }

  /// Width and height of a box, in pixels.
  static func size(of node: Diagram.Node) -> (width: Double, height: Double) {
    let title = TextWidth.of(node.title, size: titleSize) * 1.08
    let details = TextWidth.of(node.details.joined(separator: " + "), size: detailSize)
    return (max(title, details, 24) + 22, node.details.isEmpty ? 26 : 40)
  }
}
