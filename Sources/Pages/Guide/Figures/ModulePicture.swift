import Analysis
import Architecture
import Charts
import Report

/// The branches of one module side by side, from its input to the concatenation, each box with the size that it gives.
struct ModulePicture {
  let title: String
  let description: String
  /// A network that is the module: its last layer joins the branches.
  let network: Network
  let language: Language
  let inputName: String

  private static let box = (width: 178.0, height: 44.0)
  private static let pitch = (x: 196.0, y: 84.0)

  /// For each input of the join, the layers on the way to it; activations are no boxes.
  private var branches: [[Layer]] {
    let layers = network.layers
    return layers[layers.count - 1].inputs.map { end in
      var branch: [Layer] = []
      var index = end
      while index >= network.inputCount, let below = layers[index].inputs.first {
        if !layers[index].windows.isEmpty { branch.insert(layers[index], at: 0) }
        index = below
      }
      return branch
    }
  }

  var svg: SVG {
    let branches = branches
    let join = network.layers[network.layers.count - 1]
    let depth = branches.map(\.count).max() ?? 0
    let width = 24 + Double(branches.count) * ModulePicture.pitch.x + 6
    func y(_ level: Int) -> Double { 48 + Double(level) * ModulePicture.pitch.y }
    var svg = SVG(
      width: width, height: y(depth + 1) + ModulePicture.box.height + 20, title: title, description: description)
    svg.text(title, 20, 28, "title")
    let middle = width / 2
    let (top, bottom) = (y(0) + ModulePicture.box.height, y(depth + 1))
    for (index, branch) in branches.enumerated() {
      let center = 24 + Double(index) * ModulePicture.pitch.x + ModulePicture.box.width / 2
      // Short branches stand in the middle of the height.
      let start = Double(depth - branch.count) / 2
      let tops = branch.indices.map { 48 + (start + Double($0) + 1) * ModulePicture.pitch.y }
      svg.polyline([(middle, top), (middle, top + 16), (center, top + 16)], "edge")
      arrow(at: center, from: top + 16, to: tops.first ?? bottom - 24, &svg)
      for (position, layer) in branch.enumerated() {
        let lower = tops[position] + ModulePicture.box.height
        if position + 1 < branch.count {
          arrow(at: center, from: lower, to: tops[position + 1], &svg)
        } else {
          svg.polyline([(center, lower), (center, bottom - 24), (middle, bottom - 24)], "edge")
        }
        box(
          language.arguments(of: layer), layer.shape.description, center, tops[position],
          layer.family == .convolution ? "conv-node" : "rest-node", &svg)
      }
    }
    arrow(at: middle, from: bottom - 24, to: bottom, &svg)
    box(inputName, network.input.description, middle, y(0), "rest-node", &svg)
    box(join.kind.name, join.shape.description, middle, bottom, "rest-node", &svg)
    return svg
  }

  private func box(
    _ name: String, _ size: String, _ center: Double, _ top: Double, _ style: String, _ svg: inout SVG
  ) {
    let (width, height) = ModulePicture.box
    svg.rect(center - width / 2, top, width, height, style, radius: 4)
    svg.text(TextWidth.fit(name, "strong", width: width - 12), center, top + 18, "strong", anchor: .middle)
    svg.text(size, center, top + 35, "value", anchor: .middle)
  }

  /// Downwards.
  private func arrow(at x: Double, from start: Double, to end: Double, _ svg: inout SVG) {
    svg.line(x, start, x, end - 6, "edge")
    svg.polygon([(x, end - 1), (x - 4, end - 8), (x + 4, end - 8)], "arrow")
  }
}
