import Analysis
import Report

/// Parameters and operations of every layer or module, as bars beside each other, each on an axis of its own.
public struct LayerBars {
  let profile: Profile
  let language: Language

  public init(profile: Profile, language: Language) {
    self.profile = profile
    self.language = language
  }

  /// More bars than this are too many for one picture.
  private static let mostBars = 60
  private static let pitch = 20.0
  private static let top = 102.0

  private struct Bar {
    let name: String
    /// Of convolutions, fully connected layers and the rest.
    let parameters: [Int]
    let macs: [Int]

    var parameterTotal: Int { parameters.reduce(0, +) }
    var macTotal: Int { macs.reduce(0, +) }
  }

  public var svg: String {
    let bars = bars
    let height = LayerBars.top + Double(bars.count) * LayerBars.pitch + 40
    let title = language.text("charts.bars_title", ["model": language.title(of: profile.network.model)])
    let most = bars.max { $0.parameterTotal < $1.parameterTotal }
    let busiest = bars.max { $0.macTotal < $1.macTotal }
    let description = language.text(
      "charts.bars_description",
      [
        "largest": most?.name ?? "", "parameters": language.grouped(most?.parameterTotal ?? 0),
        "busiest": busiest?.name ?? "", "macs": language.grouped(busiest?.macTotal ?? 0),
      ])
    var svg = SVG(width: Plot.width, height: height, title: title, description: description)
    svg.heading()
    let names = min(190, bars.map { TextWidth.of($0.name, "label") }.max() ?? 0)
    let panel = (Plot.width - 20 - names - 10 - 24 - 20) / 2
    let left = 20 + names + 10
    for (index, bar) in bars.enumerated() {
      let y = LayerBars.top + Double(index) * LayerBars.pitch
      let name = TextWidth.fit(bar.name, "label", width: names)
      svg.text(name, left - 10, y + 14, anchor: .end)
    }
    draw(bars, \.parameters, language.text("charts.parameters"), left, panel, &svg)
    draw(bars, \.macs, language.text("charts.macs"), left + panel + 24, panel, &svg)
    let families = FamilyShare.allCases.enumerated().filter { index, _ in
      bars.contains { $0.parameters[index] > 0 || $0.macs[index] > 0 }
    }
    svg.legend(families.map { ($1.style, $1.name(language)) }, endingAt: Plot.width - 20, 52)
    return svg.text
  }

  /// One panel: its axis above, a bar for each row.
  private func draw(
    _ bars: [Bar], _ values: (Bar) -> [Int], _ name: String, _ left: Double, _ width: Double, _ svg: inout SVG
  ) {
    let most = bars.map { values($0).reduce(0, +) }.max() ?? 0
    let numbers = bars.map { language.short(values($0).reduce(0, +)) }
    // Room for the number behind the longest bar.
    let room = (numbers.map { TextWidth.of($0, "small value") }.max() ?? 0) + 8
    let scale = Scale.exact(upTo: Double(most), from: left, to: left + width - room, ticks: 4)
    let bottom = LayerBars.top + Double(bars.count) * LayerBars.pitch
    svg.text(name, left, LayerBars.top - 26, "axis muted")
    for tick in scale.ticks {
      let x = scale.position(tick)
      svg.line(x, LayerBars.top - 4, x, bottom, "grid")
      svg.text(language.tick(tick), x, bottom + 18, "tick small", anchor: .middle)
    }
    for (index, bar) in bars.enumerated() {
      let y = LayerBars.top + Double(index) * LayerBars.pitch
      let parts = values(bar)
      let total = parts.reduce(0, +)
      var sum = 0
      for (family, part) in zip(FamilyShare.allCases, parts) where part > 0 {
        let x = scale.position(Double(sum))
        sum += part
        // What is there is to be seen, however small.
        svg.rect(
          x, y + 3, max(1, scale.position(Double(sum)) - x), 14, family.style,
          note: "\(bar.name): \(language.grouped(part)) \(name)")
      }
      if total > 0 { svg.text(numbers[index], scale.position(Double(total)) + 6, y + 14, "small muted value halo") }
    }
    svg.line(left, LayerBars.top - 4, left, bottom, "frame")
  }

  /// Parts that have parameters or operations; where there are too many, the largest, and the others together.
  private var bars: [Bar] {
    let all = Outline.readable(of: profile).parts.compactMap { part -> Bar? in
      guard part.totals.parameters.total > 0 || part.totals.macs > 0 else { return nil }
      return Bar(
        name: part.name, parameters: part.byFamily.map(\.parameters.total), macs: part.byFamily.map(\.macs))
    }
    guard all.count > LayerBars.mostBars else { return all }
    let parameters = Double(max(1, profile.totals.parameters.total))
    let macs = Double(max(1, profile.totals.macs))
    let ranked = all.indices.sorted { a, b in
      let (x, y) = (weight(all[a], parameters, macs), weight(all[b], parameters, macs))
      return x == y ? a < b : x > y
    }
    let kept = Set(ranked.prefix(LayerBars.mostBars - 1))
    let others = all.indices.filter { !kept.contains($0) }.map { all[$0] }
    func sum(_ values: (Bar) -> [Int]) -> [Int] {
      others.reduce(into: [0, 0, 0]) { sums, bar in
        for (index, value) in values(bar).enumerated() { sums[index] += value }
      }
    }
    return kept.sorted().map { all[$0] } + [
      Bar(
        name: language.text("charts.others", ["count": language.grouped(others.count)]), parameters: sum(\.parameters),
        macs: sum(\.macs))
    ]
  }

  private func weight(_ bar: Bar, _ parameters: Double, _ macs: Double) -> Double {
    max(Double(bar.parameterTotal) / parameters, Double(bar.macTotal) / macs)
  }
}
