import Architecture

// How sizes come about where numbers are laid out anew, cut, put together, or stay as they are.

extension Flatten: SizeExplained {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] { [language.elements(of: layer.inputShapes[0])] }
}

extension Reshape: SizeExplained {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    let values: KeyValuePairs = [
      "product": language.elements(of: layer.inputShapes[0]), "shape": layer.shape.description,
    ]
    return [language.text("explain.reshaped", values)]
  }
}

extension Transposition: SizeExplained {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    let values: KeyValuePairs = [
      "order": language.list(order.map(String.init)), "input": layer.inputShapes[0].description,
    ]
    return [language.text("explain.transposed", values)]
  }
}

extension Slice: SizeExplained {
  /// `axis 0 of 12×8×8: 6 − 0 = 6`, with a step `⌈(12 − 1)/3⌉ = 4`.
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    let formula = step == 1 ? "\(end) − \(start)" : "⌈(\(end) − \(start))/\(step)⌉"
    let values: KeyValuePairs = [
      "axis": String(axis), "input": layer.inputShapes[0].description,
      "formula": "\(formula) = \(layer.shape.dimensions[axis])",
    ]
    return [language.text("explain.sliced", values)]
  }
}

extension Padding: SizeExplained {
  /// `13 + 2·1 = 15`, or `13 + 1 + 2 = 16`.
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    language.perAxis(
      layer.inputShapes[0].extent.enumerated().map { axis, size in
        let pair = pair(axis)
        let added = pair.before == pair.after ? "2·\(pair.before)" : "\(pair.before) + \(pair.after)"
        return "\(size) + \(added) = \(layer.shape.extent[axis])"
      })
  }
}

extension Resize: SizeExplained {
  /// `13·2 = 26`, or `⌊13·1.5⌋ = 19`.
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    guard case .scale(let factors) = size else {
      return [language.text("explain.resized", ["size": layer.shape.extent.map(String.init).joined(separator: "×")])]
    }
    return language.perAxis(
      layer.inputShapes[0].extent.enumerated().map { axis, size in
        let factor = factors.count == 1 ? factors[0] : factors[axis]
        let product = "\(size)·\(language.exact(factor))"
        let isExact = Double(size) * factor == Double(layer.shape.extent[axis])
        return (isExact ? product : "⌊\(product)⌋") + " = \(layer.shape.extent[axis])"
          + (isExact ? "" : ", " + language.text("explain.floor"))
      })
  }
}

extension Concatenation: SizeExplained {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    let channels = layer.inputShapes.map { String($0.channels) }.joined(separator: " + ")
    return [language.text("explain.channels", ["sum": "\(channels) = \(layer.shape.channels)"])]
  }
}

/// A kind that joins its branches number by number, an axis of size 1 repeated.
private protocol BroadcastSize: SizeExplained {}

extension BroadcastSize {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    guard layer.inputShapes.contains(where: { $0 != layer.shape }) else { return language.sameSize(layer) }
    let values: KeyValuePairs = [
      "shape": layer.shape.description, "branches": language.list(layer.inputShapes.map(\.description)),
    ]
    return [language.text("explain.broadcast", values)]
  }
}

extension Addition: BroadcastSize {}
extension Multiplication: BroadcastSize {}
extension Maximum: BroadcastSize {}
extension Minimum: BroadcastSize {}
extension Subtraction: BroadcastSize {}
extension Division: BroadcastSize {}
extension Exponentiation: BroadcastSize {}

/// A kind whose output is as large as its input.
private protocol UnchangedSize: SizeExplained {}

extension UnchangedSize {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] { language.sameSize(layer) }
}

extension LocalResponseNormalization: UnchangedSize {}
extension BatchNormalization: UnchangedSize {}
extension LayerNormalization: UnchangedSize {}
extension GroupNormalization: UnchangedSize {}
extension InstanceNormalization: UnchangedSize {}
extension L2Normalization: UnchangedSize {}
extension Scale: UnchangedSize {}
extension Affine: UnchangedSize {}
extension ReLU: UnchangedSize {}
extension ReLU6: UnchangedSize {}
extension LeakyReLU: UnchangedSize {}
extension PReLU: UnchangedSize {}
extension ELU: UnchangedSize {}
extension SiLU: UnchangedSize {}
extension HardSwish: UnchangedSize {}
extension Mish: UnchangedSize {}
extension GELU: UnchangedSize {}
extension Softplus: UnchangedSize {}
extension Tanh: UnchangedSize {}
extension Sigmoid: UnchangedSize {}
extension HardSigmoid: UnchangedSize {}
extension Clip: UnchangedSize {}
extension ElementwiseFunction: UnchangedSize {}
extension Power: UnchangedSize {}
extension Softmax: UnchangedSize {}
extension LogSoftmax: UnchangedSize {}
extension Dropout: UnchangedSize {}
extension ChannelShuffle: UnchangedSize {}

extension Language {
  fileprivate func sameSize(_ layer: Layer) -> [String] {
    [text("explain.same_size", ["shape": layer.shape.description])]
  }

  /// `96·6·6 = 3,456`.
  func elements(of shape: Shape) -> String { "\(product(shape.dimensions)) = \(grouped(shape.count))" }
}
