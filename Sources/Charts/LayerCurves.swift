import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A number above 0 of every layer, from the first to the last, as one or more curves on a logarithmic axis.
public struct LayerCurves {
  public struct Curve {
    public let name: String
    /// One for each layer; nil for none.
    public let values: [Double?]

    public init(_ name: String, _ values: [Double?]) {
      self.name = name
      self.values = values
    }
  }

  let title: String
  let description: String
  let axis: String
  let layers: [String]
  let curves: [Curve]
  let language: Language

  /// - Parameters:
  ///   - axis: what the numbers are.
  ///   - curves: three at most.
  public init(
    title: String, description: String, axis: String, layers: [String], curves: [Curve], language: Language
  ) {
    self.title = title
    self.description = description
    self.axis = axis
    self.layers = layers
    self.curves = curves
    self.language = language
  }

  private static let styles = ["conv", "fc", "rest"]

  /// A power of ten: `10⁻³`.
  private static func power(_ number: Double) -> String {
    let exponent = Int(log10(number).rounded())
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return "10" + (exponent < 0 ? "⁻" : "")
      + String(exponent.magnitude).compactMap(\.wholeNumberValue).map { digits[$0] }
  }

  public var svg: String { picture.text }

  /// The same, to be put on a page.
  package var picture: SVG {
    var margins = Plot.Margins()
    margins.left = 92
    let positions = Plot.positions(layers.count, margins)
    margins.bottom = Plot.room(for: layers, at: positions)
    var plot = Plot(height: 340 + margins.bottom, title: title, description: description, margins: margins)
    let scale = Scale.logarithmic(curves.flatMap { $0.values.compactMap { $0 } }, from: plot.bottom, to: plot.top)
    plot.leftAxis(scale, axis) { LayerCurves.power($0) }
    plot.names(layers, at: positions)
    for (style, curve) in zip(LayerCurves.styles, curves) {
      let points = zip(positions, curve.values).compactMap { x, value in
        value.flatMap { $0 > 0 && $0.isFinite ? (x: x, y: scale.position($0)) : nil }
      }
      plot.svg.polyline(points, "\(style)-line")
      for (index, value) in curve.values.enumerated() {
        guard let value, value > 0, value.isFinite else { continue }
        plot.svg.circle(
          positions[index], scale.position(value), radius: layers.count > 60 ? 2 : 3.5, "\(style) dot",
          note: "\(layers[index]), \(curve.name): \(language.significant(value))")
      }
    }
    if curves.count > 1 {
      plot.legend(zip(LayerCurves.styles, curves).map { (style: $0, name: $1.name) })
    }
    return plot.svg
  }
}
