import Analysis
import Architecture
import Report

/// Totals over the size of the input, a panel for each quantity and a line for each batch; over the batch where there is one
/// size.
public struct SweepChart {
  private let sweep: InputSweep
  private let language: Language

  public init(_ sweep: InputSweep, _ language: Language) {
    self.sweep = sweep
    self.language = language
  }

  private static let panel = 190.0
  private static let gap = 62.0
  private static let styles = ["conv", "fc", "rest"]
  /// Lines with names of their own at most; of more the first, the middle and the last ones have one.
  private static let mostNames = 8

  /// A line of a panel: gaps are sizes that do not fit.
  private struct Line {
    let name: String
    let points: [(x: Double, y: Double?)]
  }

  /// The picture; nil where no size fits.
  public var svg: String? {
    let panels = sweep.quantities.enumerated().compactMap { index, quantity in
      let lines = lines(of: index)
      let most = lines.flatMap { $0.points.compactMap(\.y) }.max()
      return most.map { (quantity: quantity, lines: lines, most: $0) }
    }
    let all = panels.first?.lines.flatMap(\.points).map(\.x) ?? []
    guard let least = all.min(), let largest = all.max() else { return nil }
    let title = language.text("charts.sweep_title", ["model": sweep.network.model.name])
    let names = panels.map { language.text("quantities.\($0.quantity.rawValue)") }
    let values: KeyValuePairs = [
      "quantities": language.list(names), "from": language.plain(least), "to": language.plain(largest),
      "axis": axisName,
    ]
    let top = 84.0
    let height = top + Double(panels.count) * (SweepChart.panel + SweepChart.gap)
    var svg = SVG(
      width: Plot.width, height: height, title: title, description: language.text("charts.sweep_description", values))
    svg.heading()
    if panels.contains(where: { $0.lines.contains { $0.points.contains { $0.y == nil } } }) {
      svg.text(language.text("charts.sweep_misfit"), Plot.width - 28, 52, "small muted", anchor: .end)
    }
    let nameWidth = panels.flatMap(\.lines).map { TextWidth.of($0.name, "label") }.max() ?? 0
    let (left, right) = (86.0, Plot.width - 28 - nameWidth - 8)
    for (index, panel) in panels.enumerated() {
      let start = top + Double(index) * (SweepChart.panel + SweepChart.gap)
      draw(panel.quantity, names[index], panel.lines, panel.most, (left, right, start), least...largest, &svg)
    }
    return svg.text
  }

  private func draw(
    _ quantity: Quantity, _ name: String, _ lines: [Line], _ most: Double,
    _ place: (left: Double, right: Double, top: Double), _ span: ClosedRange<Double>, _ svg: inout SVG
  ) {
    let bottom = place.top + SweepChart.panel
    let scale = Scale.linear(upTo: most, from: bottom, to: place.top, ticks: 4)
    for tick in scale.ticks {
      let y = scale.position(tick)
      svg.line(place.left, y, place.right, y, "grid")
      svg.text(
        quantity.isBytes ? language.byteTick(tick) : language.tick(tick), place.left - 8, y + 4, "tick", anchor: .end)
    }
    svg.text(name, 20, place.top - 14, "axis muted")
    func x(_ number: Double) -> Double {
      let width = span.upperBound - span.lowerBound
      return width > 0
        ? place.left + (number - span.lowerBound) / width * (place.right - place.left) : (place.left + place.right) / 2
    }
    for tick in ticks(in: span) {
      svg.line(x(tick), place.top, x(tick), bottom, "grid")
      svg.text(language.plain(tick), x(tick), bottom + 18, "tick", anchor: .middle)
    }
    svg.text(axisName, place.right, bottom + 36, "axis muted", anchor: .end)
    var ends: [(name: String, y: Double)] = []
    for (index, line) in lines.enumerated() {
      let style = SweepChart.styles[index % SweepChart.styles.count]
      var run: [(x: Double, y: Double)] = []
      func end() {
        if run.count > 1 { svg.polyline(run, "\(style)-line") }
        if run.count == 1 || line.points.count <= 40 {
          for point in run { svg.circle(point.x, point.y, radius: 3, "\(style) dot") }
        }
        run = []
      }
      for point in line.points {
        if let y = point.y {
          run.append((x(point.x), scale.position(y)))
        } else {
          end()
          // What does not fit is marked once, below all lines.
          if index == 0 { svg.text("×", x(point.x), bottom - 3, "small muted halo", anchor: .middle) }
        }
      }
      if let last = line.points.last(where: { $0.y != nil })?.y, !line.name.isEmpty {
        ends.append((line.name, scale.position(last)))
      }
      end()
    }
    if ends.count > SweepChart.mostNames {
      ends = [0, ends.count / 2, ends.count - 1].map { ends[$0] }
    }
    // From the top down, so that none touches the one above it.
    var free = -Double.infinity
    for (name, y) in ends.sorted(by: { $0.y < $1.y }) {
      let base = max(y + 4, free)
      svg.text(name, place.right + 10, base)
      free = base + 15
    }
  }

  private var isOverBatches: Bool {
    Set(sweep.points.map(\.extent)).count == 1 && Set(sweep.points.map(\.batch)).count > 1
  }

  private var isSquare: Bool { sweep.points.allSatisfy { Set($0.extent).count == 1 } }

  private var axisName: String {
    isOverBatches
      ? language.text("sweep.batch")
      : isSquare ? language.text("charts.sweep_side") : language.text("charts.sweep_root")
  }

  /// A line for each batch; one over all batches where there is one size.
  private func lines(of quantity: Int) -> [Line] {
    func value(_ point: InputSweep.Point) -> Double? {
      guard case .fits(let values) = point.outcome else { return nil }
      return values[quantity].map(Double.init)
    }
    if isOverBatches {
      let points = sweep.points.map { (x: Double($0.batch), y: value($0)) }.sorted { $0.x < $1.x }
      return [Line(name: "", points: points)]
    }
    // What no batch changes is one line.
    var batches: [Int] = []
    for point in sweep.points where !batches.contains(point.batch) { batches.append(point.batch) }
    let lines = batches.map { batch in
      Line(
        name: batches.count == 1 ? "" : "\(language.text("sweep.batch")) \(language.grouped(batch))",
        points: sweep.points.filter { $0.batch == batch }.map { point in
          (SweepChart.side(of: point.extent), value(point))
        }.sorted { $0.0 < $1.0 })
    }
    let isSame = lines.allSatisfy { $0.points.map(\.y) == lines[0].points.map(\.y) }
    return isSame ? [Line(name: "", points: lines[0].points)] : lines
  }

  /// Of the square that is as large.
  private static func side(of extent: [Int]) -> Double {
    if Set(extent).count == 1 { return Double(extent[0]) }
    return extent.reduce(1) { $0 * Double($1) }.squareRoot()
  }

  /// Round numbers within the span.
  private func ticks(in span: ClosedRange<Double>) -> [Double] {
    let width = span.upperBound - span.lowerBound
    guard width > 0 else { return [span.lowerBound] }
    let step = Scale.step(for: width / 8)
    let first = (span.lowerBound / step).rounded(.up)
    let count = Int(((span.upperBound / step).rounded(.down) - first))
    return (0...max(0, count)).map { (first + Double($0)) * step }
  }
}
