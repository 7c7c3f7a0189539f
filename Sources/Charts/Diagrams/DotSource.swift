/// A diagram in the language of Graphviz's `dot`, for its layout alone: boxes and labels are rectangles of our own sizes,
/// so that no font of the machine has a say, and no stranger's name is in it.
public enum DotSource {
  /// Layouts of more boxes than this take long, and no one reads them.
  public static let mostNodes = 400

  static let titleSize = 12.0
  static let detailSize = 11.0
  static let sizeSize = 11.0

  /// The text of a graph, with a line feed at its end; nil for a diagram that is too large.
  public static func text(_ diagram: Diagram) -> String? {
    guard diagram.nodes.count <= mostNodes else { return nil }
    var lines = [
      "digraph {",
      "  graph [nodesep=0.2, ranksep=0.22, margin=0, ordering=out];",
      "  node [shape=box, fixedsize=true, label=\"\"];",
      "  edge [arrowhead=none];",
    ]
    func add(_ index: Int) {
      let (width, height) = size(of: diagram.nodes[index])
      lines.append("  n\(index) [width=\(inches(width)), height=\(inches(height))];")
    }
    for index in diagram.nodes.indices where diagram.nodes[index].group == nil { add(index) }
    for (group, name) in diagram.groups.enumerated() {
      let label = box(TextWidth.of(name, size: titleSize), 16)
      lines.append("  subgraph cluster_\(group) {")
      lines.append("  graph [margin=10, labeljust=l, label=\(label)];")
      for index in diagram.nodes.indices where diagram.nodes[index].group == group { add(index) }
      lines.append("  }")
    }
    for edge in diagram.edges {
      let label = box(TextWidth.of(edge.size, size: sizeSize) + 16, 14)
      lines.append("  n\(edge.from) -> n\(edge.to) [label=\(label)];")
    }
    lines.append("}")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Width and height of a box, in pixels.
  static func size(of node: Diagram.Node) -> (width: Double, height: Double) {
    let title = TextWidth.of(node.title, size: titleSize) * 1.08
    let details = TextWidth.of(node.details.joined(separator: " + "), size: detailSize)
    return (max(title, details, 24) + 22, node.details.isEmpty ? 26 : 40)
  }

  /// An empty rectangle as a label.
  private static func box(_ width: Double, _ height: Double) -> String {
    let size = "width=\"\(Int(width.rounded(.up)))\" height=\"\(Int(height))\""
    return "<<table border=\"0\" cellborder=\"0\" fixedsize=\"true\" \(size)><tr><td></td></tr></table>>"
  }

  private static func inches(_ pixels: Double) -> String { SVG.number((pixels / 72 * 100).rounded() / 100) }
}
