import Analysis
import Report

/// A diagram as Mermaid, which GitHub, GitLab and many wikis draw.
public enum Mermaid {
  /// Arrows and characters that GitHub draws at most.
  public static let mostEdges = 500
  private static let mostCharacters = 50_000

  /// More boxes than this are no help on a page any more.
  static let mostNodes = 200

  /// The lines inside a `mermaid` fence; nil for more boxes than one can take in.
  package static func lines(_ diagram: Diagram) -> [String]? {
    diagram.nodes.count <= mostNodes ? flowchart(diagram) : nil
  }

  /// A file of Mermaid; nil for a diagram that is larger than what is drawn.
  public static func text(_ diagram: Diagram) -> String? {
    guard diagram.edges.count <= mostEdges else { return nil }
    let text = flowchart(diagram).joined(separator: "\n") + "\n"
    return text.unicodeScalars.count <= mostCharacters ? text : nil
  }

  private static func flowchart(_ diagram: Diagram) -> [String] {
    var lines = ["flowchart TD"]
    func add(_ index: Int, indent: String) {
      let node = diagram.nodes[index]
      let details = node.details.joined(separator: " + ")
      let label = ([escape(node.title)] + (details.isEmpty ? [] : [escape(details)])).joined(separator: "<br/>")
      let (open, close) = node.isRound ? ("([", "])") : ("[", "]")
      lines.append("\(indent)n\(index)\(open)\"\(label)\"\(close):::\(node.family.rawValue)")
    }
    for index in diagram.nodes.indices where diagram.nodes[index].group == nil { add(index, indent: "  ") }
    func add(groupsIn parent: Int?, indent: String) {
      for (index, group) in diagram.groups.enumerated() where group.parent == parent {
        lines.append("\(indent)subgraph g\(index)[\"\(escape(group.name))\"]")
        for node in diagram.nodes.indices where diagram.nodes[node].group == index { add(node, indent: indent + "  ") }
        add(groupsIn: index, indent: indent + "  ")
        lines.append("\(indent)end")
      }
    }
    add(groupsIn: nil, indent: "  ")
    for edge in diagram.edges { lines.append("  n\(edge.from) -->|\"\(escape(edge.size))\"| n\(edge.to)") }
    // White on a colour reads in light and dark alike.
    let colors = [(FamilyShare.conv, Palette.light.conv), (.fc, Palette.light.fc), (.rest, Palette.restUnderWhite)]
    for (family, color) in colors {
      lines.append("  classDef \(family.rawValue) fill:\(color),stroke:\(color),color:\(Palette.light.onColor)")
    }
    return lines
  }

  /// Characters that Mermaid, markdown or HTML could read as markup as Mermaid's own entities.
  private static func escape(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "#", "<", ">", "&", "`", "\\", "[", "]", "{", "}", "(", ")", "|", ";", "$", "%", "*", "_", "~":
        result += "#\(scalar.value);"
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
