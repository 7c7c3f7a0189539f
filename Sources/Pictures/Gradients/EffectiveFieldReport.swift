import Architecture
import Images
import Inference
import Report

/// The effective receptive field of a unit: sizes, their convergence, JSON and a heat map.
public struct EffectiveFieldReport {
  let field: EffectiveField
  /// What is drawn, and whose convergence is shown.
  let definition: EffectiveField.Definition
  let network: Network
  /// Whether inputs are random numbers.
  let isRandom: Bool
  /// The weight file's path; nil for synthetic weights.
  let weights: String?

  public init(
    _ field: EffectiveField, _ definition: EffectiveField.Definition, of network: Network, isRandom: Bool,
    weights: String?
  ) {
    self.field = field
    self.definition = definition
    self.network = network
    self.isRandom = isRandom
    self.weights = weights
  }

  /// `conv5_3, unit 7,7, channel 3`.
  static func name(layer: String, unit: [Int]?, channel: Int?, in language: Language) -> String {
    let parts = [
      unit.map { language.text("gradients.unit", ["unit": $0.map(String.init).joined(separator: ",")]) },
      channel.map { language.text("gradients.channel", ["channel": String($0)]) },
    ]
    return ([layer] + parts.compactMap { $0 }).joined(separator: ", ")
  }

  private var isVector: Bool {
    network.layers.first { $0.name == field.layer }.map { $0.shape.extent.count != 2 } ?? false
  }

  private func head(in language: Language) -> (title: String, lines: [String]) {
    let title = EffectiveFieldReport.name(
      layer: field.layer, unit: isVector ? nil : field.unit, channel: field.channel, in: language)
    let inputs = language.text(
      isRandom ? "gradients.random_inputs" : "gradients.pictures", ["count": String(field.images)])
    let theory =
      field.theory.map { ranges in
        language.text("gradients.theory", ["size": ranges.map { String($0.count) }.joined(separator: "×")])
      } ?? language.text("gradients.theory_unknown")
    return (title, [inputs, language.text(weights == nil ? "gradients.synthetic" : "gradients.trained"), theory])
  }

  private static func shares(_ language: Language) -> [String] {
    EffectiveField.shares.map { language.fixed($0 * 100, decimals: 0) + " %" }
  }

  private static func cells(_ sides: [Int?]) -> [Table.Cell] {
    sides.map { side -> Table.Cell in side.map { .count($0) } ?? .blank }
  }

  private func sizes(in language: Language) -> Table {
    let columns =
      [Table.Column("definition", language.text("gradients.definition"), .left, importance: 2)]
      + EffectiveFieldReport.shares(language).map { Table.Column($0, $0, importance: 2) }
      + [Table.Column("deviation", language.text("gradients.deviation"), importance: 1)]
    let rows = EffectiveField.Definition.allCases.map { definition -> [Table.Cell] in
      let deviations = field.heats[definition]?.deviations ?? []
      let deviation = deviations.map { language.fixed($0, decimals: 1) }.joined(separator: "×")
      return [.text(language.text(definition.key))] + EffectiveFieldReport.cells(field.sides(definition))
        + [.text(deviation)]
    }
    return Table(columns: columns, rows: rows)
  }

  private func convergence(in language: Language) -> Table {
    let columns =
      [Table.Column("inputs", language.text("gradients.inputs"), importance: 2)]
      + EffectiveFieldReport.shares(language).map { Table.Column($0, $0, importance: 1) }
    let rows = (field.convergence[definition] ?? []).map { sizes -> [Table.Cell] in
      [.count(sizes.images)] + EffectiveFieldReport.cells(sizes.sides)
    }
    return Table(columns: columns, rows: rows)
  }

  public func text(in language: Language = .english, canvas: Canvas = .plain) -> String {
    let (title, lines) = head(in: language)
    var all = [title] + lines.map { "  " + $0 }
    all += ["", "  " + language.text("gradients.sizes")]
    all += TerminalTable.lines(sizes(in: language), language, canvas)
    all += ["", "  " + language.text("gradients.convergence", ["definition": language.text(definition.key)])]
    all += TerminalTable.lines(convergence(in: language), language, canvas)
    return all.joined(separator: "\n") + "\n"
  }

  public var document: EffectiveFieldDocument {
    let heat = field.heats[definition]
    return EffectiveFieldDocument(
      model: network.model.name, layer: field.layer, unit: isVector ? nil : field.unit, channel: field.channel,
      images: field.images, inputs: isRandom ? "random" : "pictures", weights: weights,
      theory: field.theory?.map { [$0.lowerBound, $0.upperBound] }, middle: field.middle, shares: EffectiveField.shares,
      definitions: EffectiveField.Definition.allCases.map { definition in
        EffectiveFieldDocument.Definition(
          name: definition.rawValue, sides: field.sides(definition),
          deviations: field.heats[definition]?.deviations ?? [],
          convergence: (field.convergence[definition] ?? []).map {
            EffectiveFieldDocument.Sizes(images: $0.images, sides: $0.sides)
          })
      },
      drawn: definition.rawValue, height: heat?.height ?? 0, width: heat?.width ?? 0, heat: heat?.values ?? [])
  }

  /// The theoretical field on a picture, or a grid, and the heat map beside it.
  ///
  /// - Parameter picture: as the network sees it.
  public func picture(on picture: Image?, in language: Language = .english) -> Image {
    let (title, lines) = head(in: language)
    guard let heat = field.heats[definition] else { return Raster(width: 1, height: 1).image }
    let sides = field.sides(definition)
    let sizes = zip(EffectiveFieldReport.shares(language), sides).map { share, side in
      "\(share): \(side.map { "\($0)×\($0)" } ?? "")"
    }.joined(separator: ", ")
    let texts =
      lines.map { ($0, Color.faint) } + [
        (language.text("gradients.drawn", ["definition": language.text(definition.key)]), .faint),
        (language.text("gradients.frame"), .vermilion),
        (language.text("gradients.squares", ["sizes": sizes]), .blue),
      ]
    var panels = Panels(title: title, texts: texts, width: heat.width, height: heat.height, count: 2)
    if let picture {
      panels.draw(picture, at: 0, named: language.text("gradients.theory_panel"))
    } else {
      panels.drawGrid(at: 0, named: language.text("gradients.theory_panel"))
    }
    panels.draw(heat.picture, at: 1, named: language.text("gradients.heat_panel"))
    if let theory = field.theory {
      let pixels = theory.map { Double($0.lowerBound)...Double($0.upperBound) }
      // A little wider, so that a square of the same size is seen too.
      for panel in 0..<2 { panels.frame(pixels, at: panel, .vermilion, outside: 2) }
    }
    for side in sides.compactMap({ $0 }) {
      let reach = Double(side - 1) / 2
      panels.frame(field.middle.map { ($0 - reach)...($0 + reach) }, at: 1, .blue)
    }
    return panels.image
  }
}

extension EffectiveField.Heat {
  /// A point for each pixel, the darker the more it counts.
  public var picture: Image {
    let most = values.max() ?? 0
    // The square root, so that what is faint is seen too.
    let shades = values.map { most > 0 ? UInt8(255 - 223 * ($0 / most).squareRoot()) : 255 }
    return Image(width: width, height: height, channels: 1, pixels: shades)
  }
}

extension EffectiveField.Definition {
  /// Its name among the sentences.
  fileprivate var key: String {
    switch self {
    case .signed: "gradients.signed"
    case .absolute: "gradients.absolute"
    case .rectified: "gradients.rectified"
    case .squared: "gradients.squared"
    }
  }
}
