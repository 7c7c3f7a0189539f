import Report
import Charts

/// A few numbers of each of several quantities, as bars below each other.
struct QuantitiesPicture {
  struct Quantity {
    let name: String
    let bars: [(name: String, value: Int)]
  }

  let title: String
  let quantities: [Quantity]
  let language: Language

  var svg: SVG {
    let description = quantities.map { quantity in
      "\(quantity.name): " + quantity.bars.map { "\($0.name) \(language.grouped($0.value))" }.joined(separator: ", ")
    }.joined(separator: "; ")
    let bars = quantities.reduce(0) { $0 + $1.bars.count }
    var svg = SVG(
      width: Plot.width, height: 44 + Double(quantities.count) * 40 + Double(bars) * 30, title: title,
      description: description + ".")
    svg.heading()
    let widest = quantities.flatMap(\.bars).map { TextWidth.of($0.name, "label") }.max() ?? 0
    let left = 20 + widest + 14
    let room = Plot.width - left - 110
    var y = 62.0
    for quantity in quantities {
      svg.text(quantity.name, left, y, "axis")
      y += 10
      let most = quantity.bars.map(\.value).max() ?? 1
      for (index, bar) in quantity.bars.enumerated() {
        let length = room * Double(bar.value) / Double(max(1, most))
        svg.text(bar.name, left - 12, y + 15, anchor: .end)
        svg.rect(
          left, y, max(1.5, length), 22, index == 0 ? "fc" : "conv", radius: 2, note: language.grouped(bar.value))
        svg.text(language.short(bar.value), left + length + 8, y + 15, "value strong")
        y += 30
      }
      y += 30
    }
    return svg
  }
}
