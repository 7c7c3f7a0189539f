import Analysis
import Architecture
import Report

/// The receptive field against depth, and the input's size as a line; nil where the input has no axes.
public struct FieldChart {
  let profile: Profile
  let language: Language

  public init(profile: Profile, language: Language) {
    self.profile = profile
    self.language = language
  }

  /// A place in the network whose units see more than those before.
  private struct Step {
    let name: String
    let size: Int
  }

  private var steps: [Step] {
    var steps: [Step] = []
    for part in Outline(of: profile).parts {
      guard let row = profile.rows[part.rows].last(where: { !$0.field.seesWholeInput }),
        let size = row.field.axes.map(\.size).max(), size != steps.last?.size
      else { continue }
      steps.append(Step(name: part.name, size: size))
    }
    return steps
  }

  public var svg: String? {
    let steps = steps
    guard let image = profile.network.input.extent.max(), let last = steps.last else { return nil }
    let most = max(steps.map(\.size).max() ?? 1, image)
    let (input, unit) = language.inputWords(of: profile.network)
    let title = language.text("charts.field_title", ["model": language.translation(of: profile.network.model.title)])
    let description = language.text(
      "charts.field_description",
      [
        "size": language.grouped(last.size), "unit": unit, "layer": last.name, "input": input,
        "count": language.grouped(image),
      ])
    var margins = Plot.Margins()
    let positions = Plot.positions(steps.count)
    margins.bottom = Plot.room(for: steps.map(\.name), at: positions)
    var plot = Plot(height: 310 + margins.bottom, title: title, description: description, margins: margins)
    let scale = Scale.linear(upTo: Double(most), from: plot.bottom, to: plot.top, ticks: 5)
    plot.leftAxis(scale, unit) { language.plain($0) }
    plot.names(steps.map(\.name), at: positions)
    let points = zip(positions, steps).map { (x: $0, y: scale.position(Double($1.size))) }
    plot.svg.polyline(points, "conv-line")
    let y = scale.position(Double(image))
    plot.svg.line(plot.left, y, plot.right, y, "limit")
    plot.svg.text(
      language.text("charts.field_input", ["input": input, "size": language.grouped(image), "unit": unit]),
      plot.left + 8, y - 7, "strong")
    // Numbers where there is room for them.
    let pitch = positions.count > 1 ? positions[1] - positions[0] : plot.right - plot.left
    let every = max(1, Int((34 / max(pitch, 0.01)).rounded(.up)))
    for (index, point) in points.enumerated() {
      let number = language.grouped(steps[index].size)
      plot.svg.circle(point.x, point.y, radius: 4, "conv dot", note: "\(steps[index].name): \(number)")
      let isLast = index == points.count - 1
      guard isLast || index % every == 0 && points.count - 1 - index >= every else { continue }
      plot.svg.text(number, point.x, point.y - 9, "small value", anchor: .middle)
    }
    return plot.svg.text
  }
}

extension Language {
  /// What a network reads and what it is made of: `the image` and `pixels`, or `the input` and `cells` of maps.
  package func inputWords(of network: Network) -> (input: String, unit: String) {
    network.readsImage
      ? (text("charts.the_image"), text("charts.pixels")) : (text("charts.the_input"), text("charts.cells"))
  }
}
