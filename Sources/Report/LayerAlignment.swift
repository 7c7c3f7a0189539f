import Analysis
import Architecture

/// Which layers of two networks stand for each other.
///
/// Layers of one kind can be paired; among all pairings that keep the order the one with the largest score is taken,
/// where the same name, arguments and output count for more (Needleman, Wunsch 1970).
package struct LayerAlignment {
  package struct Pair {
    package let first: Profile.Row?
    package let second: Profile.Row?

    /// Whether both are there with equal arguments and sizes.
    package var isSame: Bool { difference(in: .english).isEmpty }

    /// What differs: `channels 96 → 64, pad 0 → 2`; the names do not count.
    package func difference(in language: Language) -> String {
      guard let first = first?.layer else { return language.text("comparison.only_second") }
      guard let second = second?.layer else { return language.text("comparison.only_first") }
      var parts: [String] = []
      func add(_ what: String, _ a: String, _ b: String) {
        guard a != b else { return }
        let values = [a, b].map { $0.isEmpty ? language.text("comparison.none") : $0 }
        parts.append("\(language.text(what)) \(values[0]) → \(values[1])")
      }
      func word(_ isTrue: Bool) -> String { language.text(isTrue ? "comparison.yes" : "comparison.no") }
      if let a = first.kind as? Convolution, let b = second.kind as? Convolution {
        add("columns.groups", String(a.groups), String(b.groups))
        add("comparison.bias", word(a.hasBias), word(b.hasBias))
        if a.connections != b.connections { parts.append(language.text("comparison.connections")) }
      }
      add("columns.kernel", AnalysisColumn.kernel(first), AnalysisColumn.kernel(second))
      add(
        "columns.stride", LayerAlignment.axes(first, \.stride, language),
        LayerAlignment.axes(second, \.stride, language))
      add("columns.pad", AnalysisColumn.padding(first.windows), AnalysisColumn.padding(second.windows))
      add(
        "columns.dilation", LayerAlignment.axes(first, \.dilation, language),
        LayerAlignment.axes(second, \.dilation, language))
      if first.windows.map(\.rounding) != second.windows.map(\.rounding),
        first.windows.count == second.windows.count, first.windows.contains(where: { $0.stride > 1 })
      {
        add("columns.rounding", LayerAlignment.rounding(first), LayerAlignment.rounding(second))
      }
      add("columns.output", first.shape.description, second.shape.description)
      add(
        "columns.parameters", language.grouped(ParameterCount(of: first).total),
        language.grouped(ParameterCount(of: second).total))
      return parts.joined(separator: ", ")
    }
  }

  package let pairs: [Pair]

  /// Tables of more cells than this are not filled; layers are then paired by position.
  private static let largestTable = 4_000_000

  package init(_ first: [Profile.Row], _ second: [Profile.Row]) {
    guard (first.count + 1) * (second.count + 1) <= LayerAlignment.largestTable else {
      pairs = (0..<max(first.count, second.count)).map {
        Pair(first: $0 < first.count ? first[$0] : nil, second: $0 < second.count ? second[$0] : nil)
      }
      return
    }
    // best[i][j]: the largest score of pairing what follows row i of the first and row j of the second
    var best = Array(repeating: Array(repeating: 0, count: second.count + 1), count: first.count + 1)
    for i in first.indices.reversed() {
      for j in second.indices.reversed() {
        let paired = LayerAlignment.score(first[i].layer, second[j].layer).map { $0 + best[i + 1][j + 1] } ?? 0
        best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
      }
    }
    var pairs: [Pair] = []
    var i = 0
    var j = 0
    while i < first.count || j < second.count {
      if i < first.count, j < second.count, let score = LayerAlignment.score(first[i].layer, second[j].layer),
        best[i][j] == score + best[i + 1][j + 1]
      {
        pairs.append(Pair(first: first[i], second: second[j]))
        (i, j) = (i + 1, j + 1)
      } else if j == second.count || i < first.count && best[i][j] == best[i + 1][j] {
        pairs.append(Pair(first: first[i], second: nil))
        i += 1
      } else {
        pairs.append(Pair(first: nil, second: second[j]))
        j += 1
      }
    }
    self.pairs = pairs
  }

  /// How well two layers match; nil for different kinds.
  private static func score(_ a: Layer, _ b: Layer) -> Int? {
    guard a.kind.name == b.kind.name else { return nil }
    return 4 + (a.name == b.name ? 3 : 0) + (a.shape == b.shape ? 2 : 0) + (a.windows == b.windows ? 1 : 0)
  }

  private static func axes(_ layer: Layer, _ value: (Window) -> Int, _ language: Language) -> String {
    language.perAxis(layer.windows.map(value))
  }

  private static func rounding(_ layer: Layer) -> String { layer.windows.first?.rounding.rawValue ?? "" }

  /// `conv 11×11 stride 4`.
  package static func arguments(of layer: Layer, in language: Language) -> String {
    var text = AnalysisColumn.words(layer.kind.name)
    let kernel = AnalysisColumn.kernel(layer)
    if !kernel.isEmpty { text += " \(kernel)" }
    if layer.windows.contains(where: { $0.stride != 1 }) {
      text += " \(language.text("columns.stride")) \(axes(layer, \.stride, language))"
    }
    let padding = AnalysisColumn.padding(layer.windows)
    if !padding.isEmpty { text += " \(language.text("columns.pad")) \(padding)" }
    if let convolution = layer.kind as? Convolution, convolution.groups > 1 {
      text += " \(language.text("columns.groups")) \(convolution.groups)"
    }
    return text
  }
}
