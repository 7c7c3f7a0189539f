import Analysis
import Report

/// All networks as points: parameters across, operations up, both on logarithmic axes.
public struct ModelMap {
  let profiles: [Profile]
  let language: Language

  public init(profiles: [Profile], language: Language) {
    self.profiles = profiles
    self.language = language
  }

  public var svg: String {
    let points = profiles.filter { $0.totals.parameters.total > 0 && $0.totals.macs > 0 }
    let title = language.text("charts.map_title")
    let description = points.map { profile in
      let totals = profile.totals
      return "\(profile.network.model.name) \(language.short(totals.parameters.total)), \(language.short(totals.macs))"
    }.joined(separator: "; ")
    var margins = Plot.Margins()
    margins.right = 40
    var plot = Plot(
      height: 560, title: title,
      description: language.text("charts.map_description") + " " + description + ".", margins: margins)
    let across = Scale.logarithmic(
      points.map { Double($0.totals.parameters.total) }, from: plot.left, to: plot.right, margin: 0.09)
    let up = Scale.logarithmic(
      points.map { Double($0.totals.macs) }, from: plot.bottom, to: plot.top, margin: 0.08)
    plot.bottomAxis(across, language.text("charts.parameters")) { language.tick($0) }
    plot.leftAxis(up, language.text("charts.macs")) { language.tick($0) }
    plot.svg.line(plot.left, plot.bottom, plot.right, plot.bottom, "frame")
    plot.svg.line(plot.left, plot.top, plot.left, plot.bottom, "frame")
    var placer = LabelPlacer(left: plot.left, right: plot.right, top: plot.top, bottom: plot.bottom)
    // Networks of the same size are one point with several names.
    var places: [(x: Double, y: Double, names: [String], style: String)] = []
    for profile in points {
      let x = across.position(Double(profile.totals.parameters.total))
      let y = up.position(Double(profile.totals.macs))
      let name = profile.network.model.name
      if let index = places.firstIndex(where: { abs($0.x - x) < 4 && abs($0.y - y) < 4 }) {
        places[index].names.append(name)
      } else {
        places.append((x, y, [name], ModelMap.style(profile)))
      }
    }
    for place in places { placer.block(place.x, place.y, radius: 7) }
    for place in places {
      plot.svg.circle(place.x, place.y, radius: 6, "\(place.style) dot", note: place.names.joined(separator: ", "))
    }
    // From top to bottom, so that crowded labels keep the order of their points.
    for place in places.sorted(by: { $0.y < $1.y }) {
      let text = place.names.joined(separator: ", ")
      if let spot = placer.place(text, "label", beside: (place.x, place.y), distance: 11, reach: 120) {
        plot.label(text, "label", at: spot)
      }
    }
    plot.legend([("conv", language.text("charts.map_conv")), ("fc", language.text("charts.map_fc"))])
    return plot.svg.text
  }

  /// Where more than half of the parameters are.
  private static func style(_ profile: Profile) -> String {
    2 * profile.byFamily[1].parameters.total > profile.totals.parameters.total ? "fc" : "conv"
  }
}
