import Analysis
import Report

/// A diagram in the language of Graphviz's `dot`, with its texts and colours, for programs that draw or edit it.
public enum DotPicture {
  /// The text of a graph, with a line feed at its end.
  public static func text(_ diagram: Diagram) -> String {
    var lines = [
      "digraph {",
      "  graph [fontname=\"Helvetica\", fontsize=12, nodesep=0.2, ranksep=0.25];",
      "  node [fontname=\"Helvetica\", fontsize=11, shape=box, style=\"rounded,filled\", margin=\"0.12,0.06\"];",
      "  edge [color=\"\(Palette.light.line)\", arrowsize=0.6];",
    ]
    func add(nodesIn group: Int?, indent: String) {
      for (index, node) in diagram.nodes.enumerated() where node.group == group {
        let (fill, line) = colors(of: node.family)
        let texts = DotSource.lines(of: node).map { escape($0.text) }.joined(separator: "\\n")
        let shape = node.isRound ? ", shape=ellipse, style=filled" : ""
        lines.append("\(indent)n\(index) [label=\"\(texts)\", fillcolor=\"\(fill)\", color=\"\(line)\"\(shape)];")
      }
    }
    func add(groupsIn parent: Int?, indent: String) {
      for (index, group) in diagram.groups.enumerated() where group.parent == parent {
        lines.append("\(indent)subgraph cluster_\(index) {")
        lines.append(
          "\(indent)  label=\"\(escape(group.name))\"; labeljust=l; style=dashed; color=\"\(Palette.light.line)\";")
        add(nodesIn: index, indent: indent + "  ")
        add(groupsIn: index, indent: indent + "  ")
        lines.append("\(indent)}")
      }
    }
    add(nodesIn: nil, indent: "  ")
    add(groupsIn: nil, indent: "  ")
    for edge in diagram.edges { lines.append("  n\(edge.from) -> n\(edge.to);") }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  private static func colors(of family: FamilyShare) -> (fill: String, line: String) {
    let palette = Palette.light
    return switch family {
    case .conv: (palette.convTint, palette.conv)
    case .fc: (palette.fcTint, palette.fc)
    case .rest: (palette.restTint, palette.rest)
    }
  }

  /// What stands between quotes: backslashes would be `dot`'s own escapes, and line feeds end a line of the file.
  private static func escape(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
