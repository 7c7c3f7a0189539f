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
  private static let namesOfPoint = 3
  private static let longestLabel = 300.0

  public var svg: String {
    let rows = profile.rows.filter { $0.flops > 0 && $0.trafficBytes > 0 }
    let machine = profile.options.machine
    let seconds = profile.rows.reduce(0) { $0 + $1.roofline.seconds }
    let title = language.text(
      "charts.roofline_title",
      [
        "model": language.title(of: profile.network.model), "peak": language.plain(machine.peakGflops),
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
      [min(least, machine.peakGflops / 10), machine.peakGflops], from: plot.bottom, to: plot.top + 26)
    plot.bottomAxis(across, language.text("charts.intensity")) { language.tick($0) }
    plot.leftAxis(up, "GFLOP/s") { language.tick($0) }

    let roof = [
      (x: across.start, y: up.position(least)),
      (x: across.position(machine.balance), y: up.position(machine.peakGflops)),
      (x: across.end, y: up.position(machine.peakGflops)),
    ]
    plot.svg.polyline(roof, "rest-line")
    let peak = language.text("charts.roofline_peak", ["peak": language.plain(machine.peakGflops)])
    let slope = language.text("charts.roofline_slope", ["bandwidth": language.plain(machine.bandwidthGbs)])

    // Small points last, so that none is hidden.
    let points = rows.sorted { $0.roofline.seconds > $1.roofline.seconds }.prefix(RooflineChart.mostPoints)
    var placer = LabelPlacer(left: plot.left, right: plot.right, top: plot.top - 10, bottom: plot.bottom)
    placer.block(roof)
    var labels: [(names: [String], x: Double, y: Double, radius: Double, isFlat: Bool)] = []
    for (index, row) in points.enumerated() {
      let x = across.position(row.intensity ?? 0)
      let y = up.position(row.roofline.attainableGflops)
      let radius = 3.5 + 12 * (row.roofline.seconds / max(seconds, 1e-12)).squareRoot()
      plot.svg.circle(
        x, y, radius: radius, "\(style(row)) dot",
        note: "\(row.layer.name): \(language.seconds(row.roofline.seconds))")
      placer.block(x, y, radius: radius)
      guard index < RooflineChart.labels else { continue }
      // Layers of one size are one point with several names.
      if let same = labels.firstIndex(where: { abs($0.x - x) < 6 && abs($0.y - y) < 6 }) {
        labels[same].names.append(row.layer.name)
      } else {
        labels.append(([row.layer.name], x, y, radius, row.roofline.bound == .compute))
      }
    }
    for label in labels.sorted(by: { $0.x < $1.x }) {
      let named = label.names.prefix(RooflineChart.namesOfPoint).joined(separator: ", ")
      let rest = label.names.count - RooflineChart.namesOfPoint
      let text = TextWidth.fit(named, "small", width: RooflineChart.longestLabel) + (rest > 0 ? " + \(rest)" : "")
      for directions in label.isFlat ? [LabelPlacer.Directions.below, .right] : [.right] {
        let point = (label.x, label.y)
        guard
          let place = placer.place(
            text, "small", beside: point, distance: label.radius + 5, reach: 200, directions)
        else { continue }
        plot.label(text, "small", at: place)
        break
      }
    }
    // What the two parts of the roof are.
    for (text, index) in [(slope, 0), (peak, 1)] {
      let middle = (x: (roof[index].x + roof[index + 1].x) / 2, y: (roof[index].y + roof[index + 1].y) / 2)
      // Above the largest point.
      if let place = placer.place(text, "small muted", beside: middle, distance: 18, .above) {
        plot.label(text, "small muted", at: place)
      }
    }
    let shown = FamilyShare.allCases.filter { family in rows.contains { style($0) == family.style } }
    plot.legend(shown.map { ($0.style, $0.name(language)) })
    return plot.svg.text
  }

  private func style(_ row: Profile.Row) -> String { FamilyShare(of: row.layer).style }
}
