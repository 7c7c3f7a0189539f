import Analysis
import Report

/// How parameters and operations add up from the first layer to the last, as shares of the whole.
public struct CumulativeChart {
  let profile: Profile
  let language: Language

  public init(profile: Profile, language: Language) {
    self.profile = profile
    self.language = language
  }

  public var svg: String {
    let parts = Outline.readable(of: profile).parts.filter { $0.totals.parameters.total > 0 || $0.totals.macs > 0 }
    let totals = profile.totals
    let curves: [(style: String, name: String, values: [Int], total: Int)] = [
      (
        "fc", language.text("charts.parameters"), CumulativeChart.sums(parts.map(\.totals.parameters.total)),
        totals.parameters.total
      ),
      ("conv", language.text("charts.macs"), CumulativeChart.sums(parts.map(\.totals.macs)), totals.macs),
    ].filter { $0.total > 0 }
    let title = language.text(
      "charts.cumulative_title", ["model": language.title(of: profile.network.model)])
    let halves = curves.map { curve in
      let index = curve.values.firstIndex { 2 * $0 >= curve.total } ?? 0
      return language.text("charts.cumulative_half", ["quantity": curve.name, "layer": parts[index].name])
    }
    var margins = Plot.Margins()
    let positions = Plot.positions(parts.count)
    margins.bottom = Plot.room(for: parts.map(\.name), at: positions)
    let shares = curves.map { curve in curve.values.map { Double($0) / Double(curve.total) } }
    // A hundredth is two pixels: curves no farther apart would hide each other, so that the first one is drawn wide.
    let isOneLine = shares.count == 2 && zip(shares[0], shares[1]).allSatisfy { abs($0 - $1) <= 0.015 }
    let description = halves + (isOneLine ? [language.text("charts.cumulative_same")] : [])
    var plot = Plot(
      height: 300 + margins.bottom, title: title, description: description.joined(separator: " "), margins: margins)
    let scale = Scale.exact(upTo: 1, from: plot.bottom, to: plot.top, ticks: 4)
    plot.leftAxis(scale, language.text("charts.share")) {
      language.fixed($0 * 100, decimals: 0) + " %"
    }
    plot.names(parts.map(\.name), at: positions)
    for (number, curve) in curves.enumerated() {
      let isWide = isOneLine && number == 0
      let points = zip(positions, shares[number]).map { (x: $0, y: scale.position($1)) }
      plot.svg.polyline(
        [(x: plot.left, y: plot.bottom)] + points, "\(curve.style)-line\(isWide ? " wide" : "")")
      for (index, point) in points.enumerated() where Plot.haveRoom(positions) {
        plot.svg.circle(
          point.x, point.y, radius: isWide ? 7 : 3.5, "\(curve.style) dot",
          note: "\(parts[index].name): \(language.percent(curve.values[index], of: curve.total))")
      }
    }
    plot.legend(curves.map { ($0.style, $0.name) })
    return plot.svg.text
  }

  private static func sums(_ values: [Int]) -> [Int] {
    var sum = 0
    return values.map { value in
      sum += value
      return sum
    }
  }
}
