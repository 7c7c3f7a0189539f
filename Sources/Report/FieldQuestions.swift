import Analysis
import Architecture

/// Answers about receptive fields between a layer and something else than the whole image, a line each.
public struct FieldQuestions: Sendable {
  private let network: Network
  private let language: Language

  public init(_ network: Network, in language: Language = .english) {
    self.network = network
    self.language = language
  }

  /// How much of another layer's output a unit sees.
  ///
  /// - Parameters:
  ///   - layer: the index of the layer.
  ///   - source: the index of the other one, which comes before it.
  public func field(of layer: Int, from source: Int) -> String {
    let names: KeyValuePairs = ["layer": network.layers[layer].name, "source": network.layers[source].name]
    guard source <= layer, let field = ReceptiveField.fields(of: network, from: source)[layer] else {
      return language.text("field.independent", names)
    }
    guard field.isKnown else { return language.text("field.unknown", names) }
    let extent = network.layers[source].shape.extent.map(String.init).joined(separator: "×")
    if field.seesWholeInput || field.axes.isEmpty {
      return language.text("field.whole", ["layer": names[0].value, "source": names[1].value, "extent": extent])
    }
    let jump = field.axes.compactMap(\.stride)
    return language.text(
      jump.count == field.axes.count ? "field.from" : "field.from_uneven",
      [
        "layer": names[0].value, "source": names[1].value, "extent": extent,
        "size": field.axes.map { String($0.size) }.joined(separator: "×"),
        "jump": Set(jump).count == 1 ? String(jump[0]) : jump.map(String.init).joined(separator: "×"),
      ])
  }

  /// Which units of a layer see any pixel of a box.
  ///
  /// - Parameter box: per axis of the image, its first and last pixel.
  public func units(of layer: Int, seeing box: [ClosedRange<Int>]) -> String {
    let name = network.layers[layer].name
    let pixels = spans(box.map { [$0] })
    let projective = ProjectiveField(of: box, layer: layer, in: network)
    guard let axes = projective.axes, let isSeen = projective.isSeen else {
      return language.text("field.units_unknown", ["layer": name, "pixels": pixels])
    }
    guard isSeen else { return language.text("field.unseen", ["layer": name, "pixels": pixels]) }
    if projective.isVector { return language.text("field.seen_by_all", ["layer": name, "pixels": pixels]) }
    let counts = axes.map { $0.reduce(0) { $0 + $1.count } }
    return language.text(
      "field.units",
      [
        "layer": name, "pixels": pixels, "units": spans(axes),
        "count": language.grouped(counts.reduce(1, *)),
        "all": language.grouped(network.layers[layer].shape.area),
      ])
  }

  /// `rows 3 to 5, columns 0 to 2`.
  private func spans(_ axes: [[ClosedRange<Int>]]) -> String {
    let names =
      switch axes.count {
      case 1: ["explain.samples"]
      case 2: ["explain.rows", "explain.columns"]
      default: axes.indices.map { _ in "explain.samples" }
      }
    return zip(names, axes).map { name, runs in
      runs.map { language.text(name, ["from": String($0.lowerBound), "to": String($0.upperBound)]) }
        .joined(separator: ", ")
    }.joined(separator: ", ")
  }
}
