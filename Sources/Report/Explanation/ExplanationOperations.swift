import Analysis
import Architecture

extension Explanation {
  /// Multiply–adds as a product: of the weights and the positions at which they are used.
  func macs(of row: Profile.Row) -> String {
    let total = language.grouped(row.macs)
    guard let kind = row.layer.kind as? any ProductExplained else { return total }
    let batch = profile.options.batch
    let images = batch == 1 ? "" : language.text("explain.images", ["batch": String(batch)]) + " · "
    return "\(images)\(kind.factors(row.layer, language)) = \(total)"
  }

  /// All operations as a sum of their classes.
  func flops(of row: Profile.Row) -> String {
    let arithmetic = row.arithmetic
    let parts = [
      (arithmetic.multiplyAdds, "2·", ""), (arithmetic.multiplies, "", language.text("explain.multiplies")),
      (arithmetic.adds, "", language.text("explain.adds")),
      (arithmetic.compares, "", language.text("explain.compares")),
      (arithmetic.divides, "", language.text("explain.divides")),
      (arithmetic.exponentials, "", language.text("explain.exponentials")),
    ].filter { $0.0 > 0 }.map { "\($0.1)\(language.grouped($0.0))" + ($0.2.isEmpty ? "" : " \($0.2)") }
    return parts.joined(separator: " + ")
      + (parts.count == 1 && row.macs == 0 ? "" : " = \(language.grouped(row.flops))")
  }
}

/// A kind that multiplies and adds, and can say how often. A test demands it of every kind that does.
protocol ProductExplained: LayerKind {
  /// The factors for one image: `11·11·3·96 · 55·55 positions`.
  func factors(_ layer: Layer, _ language: Language) -> String
}

extension Convolution: ProductExplained {
  func factors(_ layer: Layer, _ language: Language) -> String {
    let positions = language.text("explain.positions", ["count": language.product(layer.shape.extent)])
    return "\(weights(layer, language)) · \(positions)"
  }
}

extension TransposedConvolution: ProductExplained {
  /// Every weight is used once at each position of the input.
  func factors(_ layer: Layer, _ language: Language) -> String {
    let extent = layer.inputShapes[0].extent
    let positions = language.text("explain.input_positions", ["count": language.product(extent)])
    return "\(weights(layer, language)) · \(positions)"
  }
}

extension FullyConnected: ProductExplained {
  func factors(_ layer: Layer, _ language: Language) -> String {
    let input = layer.inputShapes[0]
    let weights = "\(language.grouped(inputCount(input)))·\(language.grouped(outputs))"
    guard !flattens, !input.isVector else { return weights }
    let rows = language.product(input.dimensions.dropLast())
    return "\(weights) · \(language.text("explain.table_rows", ["count": rows]))"
  }
}

extension MatrixProduct: ProductExplained {
  /// Each output is a sum of as many products as a row of the first factor has numbers.
  func factors(_ layer: Layer, _ language: Language) -> String {
    let inner = layer.inputShapes[0].dimensions[layer.inputShapes[0].dimensions.count - 1]
    return
      "\(language.product(layer.shape.dimensions)) · \(language.text("explain.terms", ["count": language.grouped(inner)]))"
  }
}
