import Analysis
import Architecture
import Report

/// The memory that activations need in each step, with the peak marked.
public struct MemoryChart {
  let profile: Profile
  let language: Language

  public init(profile: Profile, language: Language) {
    self.profile = profile
    self.language = language
  }

  /// Steps that a picture shows apart; more are drawn as the largest of each bundle.
  private static let mostSteps = 800

  public var svg: String {
    let timeline = profile.memory.timeline
    let layers = profile.network.layers
    let peak = profile.memory.peak
    let bytes = language.bytes(peak)
    let title = language.text("charts.memory_title", ["model": language.title(of: profile.network.model)])
    let description = language.text("charts.memory_description", ["peak": bytes, "layer": profile.peakLayer.name])
    let bundle = max(1, (timeline.count + MemoryChart.mostSteps - 1) / MemoryChart.mostSteps)
    var margins = Plot.Margins()
    let parts = named
    let pitch = (Plot.width - margins.left - margins.right) / (Double(timeline.count) / Double(bundle)).rounded(.up)
    let positions = parts.map { margins.left + (Double($0.step) / Double(bundle) + 0.5) * pitch }
    margins.bottom = Plot.room(for: parts.map(\.name), at: positions)
    var plot = Plot(height: 300 + margins.bottom, title: title, description: description, margins: margins)
    let scale = Scale.linear(upTo: Double(peak) * 1.08, from: plot.bottom, to: plot.top, ticks: 5)
    plot.leftAxis(scale, language.text("charts.memory_axis")) { language.byteTick($0) }

    let steps = stride(from: 0, to: timeline.count, by: bundle).map { start in
      timeline[start..<min(start + bundle, timeline.count)].max() ?? 0
    }
    var outline: [(x: Double, y: Double)] = []
    for (index, value) in steps.enumerated() {
      let y = scale.position(Double(value))
      outline.append((plot.left + Double(index) * pitch, y))
      outline.append((plot.left + Double(index + 1) * pitch, y))
    }
    plot.svg.polygon([(plot.left, plot.bottom)] + outline + [(plot.right, plot.bottom)], "conv-area")
    plot.svg.polyline(outline, "conv-line")

    plot.names(parts.map(\.name), at: positions)
    if layers.count < timeline.count {
      let middle = plot.left + Double(layers.count) / Double(bundle) * pitch
      plot.svg.line(middle, plot.top - 8, middle, plot.bottom, "limit")
      plot.svg.text(language.text("charts.memory_forward"), middle - 8, plot.top - 12, "small muted", anchor: .end)
      plot.svg.text(language.text("charts.memory_backward"), middle + 8, plot.top - 12, "small muted")
    }
    if let step = timeline.firstIndex(of: peak) {
      let x = plot.left + (Double(step) + 0.5) / Double(bundle) * pitch
      let y = scale.position(Double(peak))
      plot.svg.circle(x, y, radius: 5, "peak dot")
      let label = language.text("charts.memory_peak", ["peak": bytes, "layer": profile.peakLayer.name])
      var placer = LabelPlacer(left: plot.left, right: plot.right, top: plot.top, bottom: plot.bottom)
      placer.block(x, y, radius: 6)
      placer.block(outline)
      if layers.count < timeline.count {
        let middle = plot.left + Double(layers.count) / Double(bundle) * pitch
        placer.block([(middle, plot.top - 8), (middle, plot.bottom)])
      }
      if let place = placer.place(label, "strong", beside: (x, y), distance: 11, reach: 80, .above) {
        plot.label(label, "strong", at: place)
      }
    }
    return plot.svg.text
  }

  /// Parts with the forward step of their first layer; single layers that work in place have no name here.
  private var named: [(name: String, step: Int)] {
    Outline.readable(of: profile).parts.compactMap { part in
      guard part.isModule || profile.rows[part.rows.lowerBound].activationBytes > 0 else { return nil }
      return (part.name, part.rows.lowerBound + 1)
    }
  }
}
