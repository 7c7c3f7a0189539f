import Analysis
import Report

/// Networks beside each other: a panel for each quantity, in it a bar for each network.
public struct CompareChart {
  let profiles: [Profile]
  let language: Language

  public init(profiles: [Profile], language: Language) {
    self.profiles = profiles
    self.language = language
  }

  private struct Panel {
    let name: String
    /// For each network of convolutions, fully connected layers and the rest; or one number.
    let values: [[Int]]
    let label: (Int) -> String
  }

  private var panels: [Panel] {
    [
      Panel(
        name: language.text("charts.parameters"), values: profiles.map { $0.byFamily.map(\.parameters.total) },
        label: language.short),
      Panel(
        name: language.text("charts.macs"), values: profiles.map { $0.byFamily.map(\.macs) }, label: language.short),
      Panel(
        name: language.text("charts.peak_memory"), values: profiles.map { [0, 0, $0.memory.peak] },
        label: language.bytes),
      Panel(
        name: language.text("charts.parameter_memory"), values: profiles.map { [0, 0, $0.parameterBytes] },
        label: language.bytes),
    ]
  }

  public var svg: String {
    let names = profiles.map(\.network.model.name)
    let title = language.text("charts.compare_title", ["models": language.list(names)])
    let panels = panels
    let description = panels.map { panel in
      let values = zip(names, panel.values).map { "\($0) \(panel.label($1.reduce(0, +)))" }
      return "\(panel.name): \(values.joined(separator: ", "))"
    }.joined(separator: "; ")
    let pitch = 24.0
    let panelHeight = 34 + Double(names.count) * pitch + 18
    let rows = Double((panels.count + 1) / 2)
    var svg = SVG(
      width: Plot.width, height: 50 + rows * panelHeight + 34, title: title, description: description + ".")
    svg.heading()
    let labelWidth = min(170, names.map { TextWidth.of($0, "label") }.max() ?? 0)
    let widest = panels.flatMap { panel in panel.values.map { panel.label($0.reduce(0, +)) } }
    let valueWidth = (widest.map { TextWidth.of($0, "small value") }.max() ?? 0) + 8
    let half = (Plot.width - 40 - 24) / 2
    for (index, panel) in panels.enumerated() {
      let left = 20 + Double(index % 2) * (half + 24)
      let top = 50 + Double(index / 2) * panelHeight
      svg.text(panel.name, left, top + 18, "axis muted")
      let most = panel.values.map { $0.reduce(0, +) }.max() ?? 0
      let scale = Scale.exact(upTo: Double(max(1, most)), from: left + labelWidth + 8, to: left + half - valueWidth)
      for (row, values) in panel.values.enumerated() {
        let y = top + 34 + Double(row) * pitch
        let name = TextWidth.fit(names[row], "label", width: labelWidth)
        svg.text(name, left + labelWidth, y + 13, anchor: .end)
        var sum = 0
        for (family, value) in zip(FamilyShare.allCases, values) where value > 0 {
          let x = scale.position(Double(sum))
          sum += value
          svg.rect(
            x, y, max(1, scale.position(Double(sum)) - x), 18, family.style,
            note: "\(names[row]): \(panel.label(value))")
        }
        svg.text(panel.label(sum), scale.position(Double(sum)) + 6, y + 13, "small muted value")
      }
      svg.line(left + labelWidth + 8, top + 30, left + labelWidth + 8, top + 34 + Double(names.count) * pitch, "frame")
    }
    svg.legend([FamilyShare.conv, .fc].map { ($0.style, $0.name(language)) }, 20, svg.height - 20)
    return svg.text
  }
}
