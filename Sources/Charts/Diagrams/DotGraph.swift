/// A graph in the language of Graphviz's `dot`, for its layout alone: boxes and labels are rectangles of our own sizes, so
/// that no font of the machine has a say, and no stranger's name is in it.
package struct DotGraph {
  /// A rectangle, in pixels, and the group that it is in.
  package struct Box {
    let width: Double
    let height: Double
    let group: Int?

    package init(width: Double, height: Double, group: Int? = nil) {
      (self.width, self.height, self.group) = (width, height, group)
    }
  }

  /// An arrow, and the room that its label needs.
  package struct Edge {
    let from: Int
    let to: Int
    let label: (width: Double, height: Double)?

    package init(from: Int, to: Int, label: (width: Double, height: Double)? = nil) {
      (self.from, self.to, self.label) = (from, to, label)
    }
  }

  /// Attributes of the graph: `nodesep=0.2`.
  private let attributes: String
  private let boxes: [Box]
  /// The width of each group's label, in pixels.
  private let groups: [Double]
  private let edges: [Edge]

  package init(attributes: String, boxes: [Box], groups: [Double] = [], edges: [Edge]) {
    (self.attributes, self.boxes, self.groups, self.edges) = (attributes, boxes, groups, edges)
  }

  /// The text, with a line feed at its end; boxes are called `n0`, `n1` and so on.
  package var text: String {
    var lines = [
      "digraph {",
      "  graph [\(attributes)];",
      "  node [shape=box, fixedsize=true, label=\"\"];",
      "  edge [arrowhead=none];",
    ]
    func add(_ index: Int) {
      lines.append(
        "  n\(index) [width=\(DotGraph.inches(boxes[index].width)), height=\(DotGraph.inches(boxes[index].height))];")
    }
    for index in boxes.indices where boxes[index].group == nil { add(index) }
    for (group, width) in groups.enumerated() {
      lines.append("  subgraph cluster_\(group) {")
      lines.append("  graph [margin=10, labeljust=l, label=\(DotGraph.rectangle(width, 16))];")
      for index in boxes.indices where boxes[index].group == group { add(index) }
      lines.append("  }")
    }
    for edge in edges {
      let label = edge.label.map { " [label=\(DotGraph.rectangle($0.width, $0.height))]" } ?? ""
      lines.append("  n\(edge.from) -> n\(edge.to)\(label);")
    }
    lines.append("}")
    return lines.joined(separator: "\n") + "\n"
  }

  /// An empty rectangle as a label.
  private static func rectangle(_ width: Double, _ height: Double) -> String {
    let size = "width=\"\(Int(width.rounded(.up)))\" height=\"\(Int(height))\""
    return "<<table border=\"0\" cellborder=\"0\" fixedsize=\"true\" \(size)><tr><td></td></tr></table>>"
  }

  private static func inches(_ pixels: Double) -> String { SVG.number((pixels / 72 * 100).rounded() / 100) }
}
