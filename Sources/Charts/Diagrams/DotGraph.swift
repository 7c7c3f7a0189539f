/// A graph in the language of Graphviz's `dot`, for its layout alone: boxes and the titles of frames are rectangles of our own
/// sizes, so that no font of the machine has a say, and no stranger's name is in it.
package struct DotGraph {
  /// A rectangle, in pixels, and the frame that it is in.
  package struct Box {
    let width: Double
    let height: Double
    let group: Int?

    package init(width: Double, height: Double, group: Int? = nil) {
      (self.width, self.height, self.group) = (width, height, group)
    }
  }

  /// A frame: the width of its title, in pixels, and the frame around it.
  package struct Group {
    let titleWidth: Double
    let parent: Int?

    package init(titleWidth: Double, parent: Int? = nil) {
      (self.titleWidth, self.parent) = (titleWidth, parent)
    }
  }

  package struct Edge {
    let from: Int
    let to: Int

    package init(from: Int, to: Int) {
      (self.from, self.to) = (from, to)
    }
  }

  /// Room that `dot` leaves between a frame and what is in it, in pixels.
  static let groupMargin = 14.0
  /// Height that it leaves for a frame's title.
  static let groupTitle = 18.0

  /// Attributes of the graph: `nodesep=0.2`.
  private let attributes: String
  private let boxes: [Box]
  private let groups: [Group]
  private let edges: [Edge]

  package init(attributes: String, boxes: [Box], groups: [Group] = [], edges: [Edge]) {
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
    add(nil, to: &lines)
    for edge in edges { lines.append("  n\(edge.from) -> n\(edge.to);") }
    lines.append("}")
    return lines.joined(separator: "\n") + "\n"
  }

  /// What lies in a frame, and not in one inside it.
  private func add(_ group: Int?, to lines: inout [String]) {
    for (index, box) in boxes.enumerated() where box.group == group {
      lines.append("  n\(index) [width=\(DotGraph.inches(box.width)), height=\(DotGraph.inches(box.height))];")
    }
    for row in branches(in: group) {
      let names = row.map { "n\($0)" }.joined(separator: " -> ")
      lines.append("  { rank=same; \(names) [style=invis]; }")
    }
    for (index, inner) in groups.enumerated() where inner.parent == group {
      lines.append("  subgraph cluster_\(index) {")
      let title = DotGraph.rectangle(inner.titleWidth, DotGraph.groupTitle)
      lines.append("  graph [margin=\(Int(DotGraph.groupMargin)), labeljust=l, label=\(title)];")
      add(index, to: &lines)
      lines.append("  }")
    }
  }

  /// Boxes of a frame, or outside all, with which branches begin, as they follow each other in the network: they read one box that others of
  /// them read too, and nothing else. They stand side by side in this order.
  private func branches(in group: Int?) -> [[Int]] {
    var readers: [Int: [Int]] = [:]
    var inputs: [Int: Int] = [:]
    for edge in edges { inputs[edge.to, default: 0] += 1 }
    for edge in edges where boxes[edge.to].group == group && inputs[edge.to] == 1 {
      readers[edge.from, default: []].append(edge.to)
    }
    return readers.sorted { $0.key < $1.key }.map { $0.value.sorted() }.filter { $0.count > 1 }
  }

  /// An empty rectangle as a label.
  private static func rectangle(_ width: Double, _ height: Double) -> String {
    let size = "width=\"\(Int(width.rounded(.up)))\" height=\"\(Int(height))\""
    return "<<table border=\"0\" cellborder=\"0\" fixedsize=\"true\" \(size)><tr><td></td></tr></table>>"
  }

  private static func inches(_ pixels: Double) -> String { SVG.number((pixels / 72 * 100).rounded() / 100) }
}
