import Analysis
import Report

/// Convolutions against fully connected layers: their shares of the parameters and of the operations, as two bars.
public struct ShareChart {
  let profile: Profile
  let language: Language

  public init(profile: Profile, language: Language) {
    self.profile = profile
    self.language = language
  }

  public var svg: String {
    let families = profile.byFamily
    let quantities: [(name: String, values: [Int])] = [
      (language.text("charts.parameters"), families.map(\.parameters.total)),
      (language.text("charts.macs"), families.map(\.macs)),
    ]
    let title = language.text("charts.shares_title", ["model": language.title(of: profile.network.model)])
    let description = quantities.map { name, values in
      let total = values.reduce(0, +)
      let parts = zip(["conv", "fc"], values).map { "\($0) \(language.percent($1, of: total))" }
      return "\(name): \(parts.joined(separator: ", "))"
    }.joined(separator: "; ")
    var svg = SVG(width: Plot.width, height: 190, title: title, description: description + ".")
    svg.heading()
    let left = 20 + (quantities.map { TextWidth.of($0.name, "strong") }.max() ?? 0) + 14
    let width = Plot.width - left - 24
    for (index, (name, values)) in quantities.enumerated() {
      let y = 50 + Double(index) * 50
      let total = values.reduce(0, +)
      svg.text(name, left - 12, y + 22, "strong", anchor: .end)
      guard total > 0 else { continue }
      var x = left
      for (family, value) in zip(FamilyShare.allCases, values) where value > 0 {
        let length = width * Double(value) / Double(total)
        svg.rect(
          x, y, max(1, length - 2), 34, family.style, radius: 2,
          note: "\(family.name(language)): \(language.grouped(value))")
        let share = language.percent(value, of: total)
        let long = "\(family.name(language)) \(share) · \(language.short(value))"
        for text in [long, "\(family.name(language)) \(share)", share]
        where TextWidth.of(text, "on strong") + 14 < length {
          svg.text(text, x + 8, y + 22, "on strong")
          break
        }
        x += length
      }
    }
    // Names once more, for parts that are too small for theirs.
    let shown = FamilyShare.allCases.indices.filter { index in quantities.contains { $0.values[index] > 0 } }
    svg.legend(
      shown.map { (FamilyShare.allCases[$0].style, FamilyShare.allCases[$0].name(language)) }, left, 168)
    return svg.text
  }
}
