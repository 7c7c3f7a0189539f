import Analysis
import Architecture
import Charts
import Report

/// The diagram of a page: a box for each layer, which the script makes pickable, with the size of its output, which the
/// script changes.
public struct ExplorerDiagram {
  let profile: Profile
  let layout: DiagramLayout
  let language: Language

  private static let margin = 8.0
  private static let fontSize = 11.0
  private static let boxWidth = 138.0

  /// Layers of a network at most that `dot` lays out in reasonable time.
  public static let mostLayers = 1_000

  /// The network in the language of `dot`, a box for each layer; no name of a model file is in it.
  public static func source(of network: Network) -> String {
    DotGraph(
      attributes: "nodesep=0.17, ranksep=0.22, pad=0, margin=0",
      boxes: network.layers.map { DotGraph.Box(width: boxWidth, height: height(of: $0)) },
      edges: network.layers.enumerated().flatMap { index, layer in
        layer.inputs.map { DotGraph.Edge(from: $0, to: index) }
      }
    ).text
  }

  /// Layers that work on each number alone need one line; the others show their window and size in a second.
  private static func height(of layer: Layer) -> Double {
    if case .pointwise = layer.connectivity, layer.inputs.count == 1, layer.inputShapes[0] == layer.shape { return 20 }
    return 36
  }

  var svg: String {
    let width = SVG.number(layout.width + 2 * Self.margin)
    let height = SVG.number(layout.height + 2 * Self.margin)
    let origin = SVG.number(-Self.margin)
    let label = Markup.escape(language.text("html.diagram"))
    return """
      <svg width="\(width)" height="\(height)" viewBox="\(origin) \(origin) \(width) \(height)" role="group" aria-label="\(label)">
      \(layout.routes.map(edge).joined(separator: "\n"))
      \(profile.network.layers.indices.map(node).joined(separator: "\n"))
      </svg>
      """
  }

  private func edge(_ route: DiagramLayout.Route) -> String {
    "<path class=\"flow\" d=\"\(route.path())\" marker-end=\"url(#arrow)\"/>"
  }

  /// The input is no row of the table, and is not picked.
  private func node(_ index: Int) -> String {
    let layer = profile.network.layers[index]
    guard let middle = layout.nodes[index] else { return "" }
    let (width, height) = (Self.boxWidth, Self.height(of: layer))
    let (left, top) = (middle.x - width / 2, middle.y - height / 2)
    let place =
      "x=\"\(SVG.number(left))\" y=\"\(SVG.number(top))\" width=\"\(SVG.number(width))\" height=\"\(SVG.number(height))\""
    let inputs = profile.network.inputCount
    let name = inputs == 1 && index == 0 ? language.text("html.input") : layer.name
    let kind = AnalysisColumn.words(layer.kind.name)
    let baseline = top + 14
    let shown = Self.tail(of: name, width: width - 12)
    var parts = [
      "<rect rx=\"4\" \(place)/>",
      "<text class=\"name\" x=\"\(SVG.number(left + 6))\" y=\"\(SVG.number(baseline))\">\(Markup.escape(shown))</text>",
    ]
    if height > 30 {
      let size = index == 0 ? " data-total=\"input\"" : index < inputs ? "" : " data-size=\"\(index - inputs)\""
      let x = SVG.number(left + width - 6)
      parts.append(
        "<text class=\"size\" text-anchor=\"end\" x=\"\(x)\" y=\"\(SVG.number(baseline + 14))\"\(size)>\(layer.shape)</text>"
      )
      let window = Self.window(layer)
      if !window.isEmpty {
        parts.append(
          "<text class=\"window\" x=\"\(SVG.number(left + 6))\" y=\"\(SVG.number(baseline + 14))\">\(window)</text>")
      }
    }
    let title = "<title>\(Markup.escape(name)): \(kind)</title>"
    guard index >= inputs else { return "<g class=\"node input\">\(title)\(parts.joined())</g>" }
    return
      "<g class=\"node \(FamilyShare(of: layer).style)\" data-layer=\"\(index - inputs)\" role=\"button\" tabindex=\"-1\" "
      + "aria-pressed=\"false\" aria-label=\"\(Markup.escape(name)), \(kind)\">\(title)\(parts.joined())</g>"
  }

  /// Kernel and stride: `7×7/2`; nothing for adaptive pooling, whose window depends on the size of the image.
  private static func window(_ layer: Layer) -> String {
    if !layer.windows.isEmpty, layer.kind.attributes.value("kernel") == nil { return "" }
    let kernel = AnalysisColumn.kernel(layer)
    let strides = layer.windows.map(\.stride)
    guard !layer.windows.isEmpty, strides.contains(where: { $0 != 1 }) else { return kernel }
    return "\(kernel)/\(Language.english.perAxis(strides))"
  }

  /// The end of a name, which tells a module's layers apart, as far as it fits.
  private static func tail(of name: String, width: Double) -> String {
    guard TextWidth.of(name, size: fontSize, isBold: true) > width else { return name }
    var kept = name[...]
    while !kept.isEmpty, TextWidth.of("…" + kept, size: fontSize, isBold: true) > width { kept = kept.dropFirst() }
    return "…" + kept
  }
}
