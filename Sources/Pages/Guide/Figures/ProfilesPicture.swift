import Charts
import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the mass of an effective receptive field lies along an axis, with the Gaussian of the same mean and width.
struct ProfilesPicture {
  let title: String
  let description: String
  /// What the bottom axis and the left one say.
  let axes: (bottom: String, left: String)
  /// Shares of the mass by pixel; the unit is in the middle.
  let masses: [Double]
  let names: (mass: String, gaussian: String)
  let language: Language

  /// The Gaussian of the masses' mean and deviation, at the pixels.
  static func gaussian(_ masses: [Double]) -> [Double] {
    let total = masses.reduce(0, +)
    let mean = masses.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } / total
    let variance =
      masses.enumerated().reduce(0) { $0 + (Double($1.offset) - mean) * (Double($1.offset) - mean) * $1.element }
      / total
    let values = masses.indices.map { exp(-(Double($0) - mean) * (Double($0) - mean) / (2 * variance)) }
    let sum = values.reduce(0, +)
    return values.map { $0 / sum }
  }

  var svg: SVG {
    let gaussian = ProfilesPicture.gaussian(masses)
    var margins = Plot.Margins()
    margins.bottom = 66
    let positions = Plot.positions(masses.count, margins)
    var plot = Plot(height: 340, title: title, description: description, margins: margins)
    let scale = Scale.linear(upTo: max(masses.max() ?? 1, gaussian.max() ?? 1), from: plot.bottom, to: plot.top)
    plot.leftAxis(scale, axes.left) { "\(language.plain($0 * 100)) %" }
    let middle = masses.count / 2
    plot.names(masses.indices.map { $0 % 5 == middle % 5 ? language.plain(Double($0 - middle)) : "" }, at: positions)
    plot.svg.text(axes.bottom, (plot.left + plot.right) / 2, plot.bottom + 46, "axis muted", anchor: .middle)
    let width = (positions.count > 1 ? positions[1] - positions[0] : 8) * 0.7
    for (x, mass) in zip(positions, masses) {
      let y = scale.position(mass)
      plot.svg.rect(x - width / 2, y, width, plot.bottom - y, "conv")
    }
    plot.svg.polyline(zip(positions, gaussian).map { ($0, scale.position($1)) }, "fc-line")
    plot.legend([(style: "conv", name: names.mass), (style: "fc", name: names.gaussian)])
    return plot.svg
  }
}
