import Analysis
import Architecture
import PlainText

extension Explanation {
  /// The pixels that one unit sees, in theory and without what padding hides.
  ///
  /// - Throws: `UnitError` where the layer has no such unit.
  func unitFacts(_ row: Profile.Row, _ unit: [Int]) throws(UnitError) -> [(label: String, text: String)] {
    let layer = row.layer
    let extent = layer.shape.extent
    guard unit.count == extent.count, zip(unit, extent).allSatisfy({ (0..<$1).contains($0) }) else {
      if extent.isEmpty { throw UnitError(language.text("explain.vector", ["layer": layer.name])) }
      let ranges = extent.map { language.text("explain.range", ["from": "0", "to": String($0 - 1)]) }
      throw UnitError(
        language.text(
          "explain.no_unit",
          [
            "layer": layer.name, "ranges": ranges.joined(separator: ", "),
            "unit": unit.map(String.init).joined(separator: ","),
          ]))
    }
    let index = profile.network.layers.firstIndex { $0.name == layer.name } ?? 0
    let label = language.text("explain.unit", ["unit": unit.map(String.init).joined(separator: ",")])
    let exact = UnitField(of: unit, layer: index, in: profile.network)
    let image = exact.image.extent
    var facts: [(label: String, text: String)] = []
    for (axis, field) in row.field.axes.enumerated() where axis < unit.count {
      guard let pixels = field.pixels(of: unit[axis]) else { continue }
      let before = max(0, min(-pixels.lowerBound, pixels.count))
      let after = max(0, min(pixels.upperBound - image[axis] + 1, pixels.count))
      let padding =
        before + after == 0
        ? language.text("explain.no_padding")
        : language.text("explain.padding", ["before": String(before), "after": String(after)])
      let values: KeyValuePairs = [
        "span": span(axis, of: image.count, pixels), "last": String(image[axis] - 1), "padding": padding,
      ]
      facts.append((label, language.text("explain.pixels", values)))
    }
    guard let rectangle = exact.rectangle else {
      return facts + [(label, language.text("explain.padding_alone"))]
    }
    let pixels = exact.axes.map { $0.reduce(0) { $0 + $1.count } }
    let values: KeyValuePairs = [
      "spans": rectangle.enumerated().map { span($0, of: image.count, $1) }.joined(separator: ", "),
      "product": "\(language.product(pixels)) = \(language.grouped(pixels.reduce(1, *)))",
    ]
    let sentence =
      row.field.isKnown ? language.text("explain.exact", values) : language.text("explain.possible", values)
    return facts + [(label, sentence)]
  }

  /// `rows 2 to 4`.
  private func span(_ axis: Int, of axes: Int, _ range: ClosedRange<Int>) -> String {
    let values: KeyValuePairs = ["from": signed(range.lowerBound), "to": signed(range.upperBound)]
    switch (axes, axes - axis) {
    case (1, _): return language.text("explain.samples", values)
    case (2...3, 1): return language.text("explain.columns", values)
    case (2...3, 2): return language.text("explain.rows", values)
    case (3, 3): return language.text("explain.planes", values)
    default: return language.axisNames(axes)[axis] + " " + language.text("explain.range", values)
    }
  }
}

/// A unit that a layer does not have.
public struct UnitError: PhrasedError, Equatable, Sendable {
  /// One sentence for the user.
  public let phrase: Phrase

  init(_ text: String) { phrase = Phrase(verbatim: text) }
}
