import Analysis
import Report

/// What limits each layer on a machine: its operations per byte against what the machine can do with them.
///
/// Source: Williams, Waterman, Patterson, "Roofline", CACM 2009. The larger a point, the more of the least time it takes.
public struct RooflineChart {
  let profile: Profile
  let language: Language

  public init(profile: Profile, language: Language) {
    self.profile = profile
    self.language = language
  }

  private static let mostPoints = 400
  private static let labels = 7

  public var svg: String {
    let rows = profile.rows.filter { $0.flops > 0 && $0.trafficBytes > 0 }
    let machine = profile.options.machine
    let seconds = profile.rows.reduce(0) { $0 + $1.roofline.seconds }
    let title = language.text(
      "charts.roofline_title",
      [
        "model": language.translation(of: profile.network.model.title), "peak": language.plain(machine.peakGflops),
        "bandwidth": language.plain(machine.bandwidthGbs),
      ])
    let bound = rows.filter { $0.roofline.bound == .memory }.count
    let description = language.text(
      "charts.roofline_description",
      [
        "memory": language.grouped(bound), "compute": language.grouped(rows.count - bound),
        "seconds": language.seconds(seconds),
      ])
    var plot = Plot(height: 420, title: title, description: description)
    let intensities = rows.compactMap(\.intensity)
    let across = Scale.logarithmic(intensities + [machine.balance * 4], from: plot.left, to: plot.right)
    let least = machine.bandwidthGbs * across.domain.lowerBound
    let up = Scale.logarithmic(
      [min(least, machine.peakGflops / 10), machine.peakGflops], from: plot.bottom, to: plot.top + 12)
    plot.bottomAxis(across, language.text("charts.intensity")) { language.tick($0) }
    plot.leftAxis(up, "GFLOP/s") { language.tick($0) }

    let ridge = (across.position(machine.balance), up.position(machine.peakGflops))
    plot.svg.polyline(
      [(across.start, up.position(least)), ridge, (across.end, up.position(machine.peakGflops))], "rest-line")
    plot.svg.text(
      language.text("charts.roofline_peak", ["peak": language.plain(machine.peakGflops)]), plot.right,
      ridge.1 - 10, "small muted", anchor: .end)

    // Small points last, so that none is hidden.
    let points = rows.sorted { $0.roofline.seconds > $1.roofline.seconds }.prefix(RooflineChart.mostPoints)
    var placer = LabelPlacer(left: plot.left, right: plot.right, top: plot.top, bottom: plot.bottom)
    var labels: [(text: String, x: Double, y: Double, radius: Double)] = []
    for (index, row) in points.enumerated() {
      let x = across.position(row.intensity ?? 0)
      let y = up.position(row.roofline.attainableGflops)
      let radius = 3.5 + 12 * (row.roofline.seconds / max(seconds, 1e-12)).squareRoot()
      plot.svg.circle(
        x, y, radius: radius, "\(style(row)) dot",
        note: "\(row.layer.name): \(language.seconds(row.roofline.seconds))")
      placer.block(x - radius, y - radius, 2 * radius, 2 * radius)
      if index < RooflineChart.labels { labels.append((row.layer.name, x, y, radius)) }
    }
    for label in labels {
      guard let place = placer.place(label.text, size: 11, beside: label.x, label.y, distance: label.radius + 4)
      else { continue }
      plot.svg.text(label.text, place.x, place.y, "small", anchor: place.anchor)
    }
    let shown = FamilyShare.allCases.filter { family in rows.contains { style($0) == family.style } }
    plot.legend(shown.map { ($0.style, $0.name(language)) })
    return plot.svg.text
  }

  private func style(_ row: Profile.Row) -> String { FamilyShare(of: row.layer).style }
}
