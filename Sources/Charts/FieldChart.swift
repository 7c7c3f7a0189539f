import Analysis
import Architecture
import Report

/// The receptive field along the flow of data, and the input's size as a line; nil where the input has no axes.
public struct FieldChart {
  let profile: Profile
  let language: Language

  public init(profile: Profile, language: Language) {
    self.profile = profile
    self.language = language
  }

  /// No more numbers than this have room.
  private static let mostNumbers = 60

  /// A place in the network whose units see more than those that they read, or that joins branches.
  private struct Step {
    let name: String
    let size: Int
    /// The steps that it reads: several where branches meet.
    let inputs: [Int]
    /// How many steps lie before it on the longest way from the input.
    let depth: Int
  }

  /// From the input on. Parts whose units see no more than those that they read belong to the step before.
  private var steps: [Step] {
    let network = profile.network
    let parts = Outline.readable(of: profile).parts
    var steps = [Step(name: language.text("page.input"), size: 1, inputs: [], depth: 0)]
    /// The steps that a layer's output comes from; none where its units see the whole input.
    var sources = Array(repeating: [0], count: network.layers.count)
    for part in parts {
      let layers = part.rows.map { $0 + network.inputCount }
      let inputs = Set(
        layers.flatMap { network.layers[$0].inputs }.filter { !layers.contains($0) }.flatMap { sources[$0] })
      var own = inputs.sorted()
      if let row = profile.rows[part.rows].last(where: { !$0.windowedField.seesWholeInput }),
        let size = row.windowedField.axes.map(\.size).max(), !own.isEmpty
      {
        if own.count > 1 || size > own.map({ steps[$0].size }).max() ?? 0 {
          let depth = own.map { steps[$0].depth + 1 }.max() ?? 0
          steps.append(Step(name: part.name, size: size, inputs: own, depth: depth))
          own = [steps.count - 1]
        }
      } else {
        own = []
      }
      for layer in layers { sources[layer] = own }
    }
    return steps
  }

  public var svg: String? {
    let steps = steps
    guard let image = profile.network.input.extent.max(), steps.count > 1,
      let last = steps.max(by: { $0.size < $1.size })
    else { return nil }
    let (input, unit) = language.inputWords(of: profile.network)
    let title = language.text("charts.field_title", ["model": language.title(of: profile.network.model)])
    let description = language.text(
      "charts.field_description",
      [
        "size": language.grouped(last.size), "unit": unit, "layer": last.name, "input": input,
        "count": language.grouped(image),
      ])
    var margins = Plot.Margins()
    let depths = (0...(steps.map(\.depth).max() ?? 0)).map { depth in steps.indices.filter { steps[$0].depth == depth }
    }
    let names = depths.map { $0.map { steps[$0].name }.joined(separator: ", ") }
    let positions = Plot.positions(depths.count)
    margins.bottom = Plot.room(for: names, at: positions)
    var plot = Plot(height: 310 + margins.bottom, title: title, description: description, margins: margins)
    // An image that is many times as large would leave no height to the curve.
    let isImageShown = image <= 4 * last.size
    let most = isImageShown ? max(last.size, image) : last.size
    let scale = Scale.linear(upTo: Double(most), from: plot.bottom, to: plot.top, ticks: 5)
    plot.leftAxis(scale, unit) { language.plain($0) }
    plot.names(names, at: positions)
    let points = steps.map { (x: positions[$0.depth], y: scale.position(Double($0.size))) }
    var placer = LabelPlacer(left: plot.left, right: plot.right, top: plot.top - 20, bottom: plot.bottom)
    for (index, step) in steps.enumerated() {
      for source in step.inputs {
        // A branch that others have overtaken sees no more until they meet.
        let line = [points[source], (positions[step.depth - 1], points[source].y), points[index]]
        plot.svg.polyline(steps[source].depth == step.depth - 1 ? [line[0], line[2]] : line, "conv-line")
        placer.block(line)
      }
    }
    for point in points { placer.block(point.x, point.y, radius: 4) }
    let size = language.text("charts.field_input", ["input": input, "size": language.grouped(image), "unit": unit])
    if isImageShown {
      drawImage(size, at: scale.position(Double(image)), &plot, &placer)
    } else {
      plot.svg.text(size + " ↑", plot.right, plot.top - 16, "strong", anchor: .end)
    }
    for (index, point) in points.enumerated() where Plot.haveRoom(positions) {
      let number = language.grouped(steps[index].size)
      plot.svg.circle(point.x, point.y, radius: 4, "conv dot", note: "\(steps[index].name): \(number)")
    }
    // The last number first, and the others where there is room for them, of very many only some.
    let every = max(1, depths.count / FieldChart.mostNumbers)
    for depth in [depths.count - 1] + stride(from: 0, to: depths.count - 1, by: every) {
      for size in Set(depths[depth].map { steps[$0].size }).sorted() {
        let same = depths[depth].filter { steps[$0].size == size }
        var text = language.grouped(size)
        if depths[depth].count > 1 { text = same.map { steps[$0].name }.joined(separator: ", ") + ": " + text }
        if let place = placer.place(text, "small value", beside: points[same[0]], distance: 7, .above) {
          plot.label(text, "small value", at: place)
        }
      }
    }
    return plot.svg.text
  }

  /// The line at the image's size, with its name where the curve is not.
  private func drawImage(_ name: String, at limit: Double, _ plot: inout Plot, _ placer: inout LabelPlacer) {
    plot.svg.line(plot.left, limit, plot.right, limit, "limit")
    placer.block([(plot.left, limit), (plot.right, limit)])
    let middle = (plot.left + plot.right) / 2
    for x in [plot.left + 4, middle, plot.right - 4] {
      let directions: LabelPlacer.Directions = x == middle ? .above : .beside(isLeft: x > middle)
      guard let place = placer.place(name, "strong", beside: (x, limit), distance: 7, directions) else { continue }
      return plot.label(name, "strong", at: place)
    }
  }
}

extension Language {
  /// What a network reads and what it is made of: `the image` and `pixels`, or `the input` and `cells` of maps.
  package func inputWords(of network: Network) -> (input: String, unit: String) {
    network.readsImage
      ? (text("charts.the_image"), text("charts.pixels")) : (text("charts.the_input"), text("charts.cells"))
  }
}
