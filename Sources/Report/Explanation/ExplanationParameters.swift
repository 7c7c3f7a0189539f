import Analysis
import Architecture

extension Explanation {
  /// How many numbers a layer learns or is given, as a sum; nil where there are none.
  func parameters(of layer: Layer) -> String? {
    let count = ParameterCount(of: layer)
    guard count.total > 0 else { return nil }
    guard let kind = layer.kind as? any ParametersExplained else { return language.grouped(count.total) }
    let note = kind.parameterNote(layer, language)
    return "\(kind.parameterTerms(layer, language)) = \(language.grouped(count.total))\(note)"
  }
}

/// A kind that can say how the number of its parameters comes about. A test demands it of every kind that has any.
protocol ParametersExplained: LayerKind {
  /// The left side of the sum: `11·11·3·96 + 96`.
  func parameterTerms(_ layer: Layer, _ language: Language) -> String
  /// What is to be said behind it, with its mark.
  func parameterNote(_ layer: Layer, _ language: Language) -> String
}

extension ParametersExplained {
  func parameterNote(_ layer: Layer, _ language: Language) -> String { "" }
}

extension Convolution: ParametersExplained {
  func parameterTerms(_ layer: Layer, _ language: Language) -> String {
    weights(layer, language) + (hasBias ? " + \(language.grouped(channels))" : "")
  }

  /// `11·11·3·96`, height · width · input channels · output channels.
  func weights(_ layer: Layer, _ language: Language) -> String {
    let kernel = layer.windows.map { String($0.kernel) }.joined(separator: "·")
    if let connections {
      let count = connections.reduce(0) { $0 + $1.count }
      return language.text("explain.connections", ["kernel": kernel, "pairs": String(count)])
    }
    return "\(kernel)·\(language.grouped(layer.inputShapes[0].channels, in: groups))·\(language.grouped(channels))"
  }
}

extension TransposedConvolution: ParametersExplained {
  func parameterTerms(_ layer: Layer, _ language: Language) -> String {
    weights(layer, language) + (hasBias ? " + \(language.grouped(channels))" : "")
  }

  /// `4·4·64·32`, height · width · input channels · output channels.
  func weights(_ layer: Layer, _ language: Language) -> String {
    let kernel = layer.windows.map { String($0.kernel) }.joined(separator: "·")
    return "\(kernel)·\(language.grouped(layer.inputShapes[0].channels))·\(language.grouped(channels, in: groups))"
  }
}

extension FullyConnected: ParametersExplained {
  func parameterTerms(_ layer: Layer, _ language: Language) -> String {
    "\(language.grouped(inputCount(layer.inputShapes[0])))·\(language.grouped(outputs))"
      + (hasBias ? " + \(language.grouped(outputs))" : "")
  }

  func parameterNote(_ layer: Layer, _ language: Language) -> String {
    guard flattens, !layer.inputShapes[0].isVector else { return "" }
    return ", " + language.text("explain.inputs", ["product": language.elements(of: layer.inputShapes[0])])
  }
}

extension RadialBasis: ParametersExplained {
  func parameterTerms(_ layer: Layer, _ language: Language) -> String {
    "\(language.grouped(layer.inputShapes[0].count))·\(language.grouped(outputs))"
  }

  func parameterNote(_ layer: Layer, _ language: Language) -> String { ", " + language.text("explain.fixed") }
}

extension Subsampling: ParametersExplained {
  func parameterTerms(_ layer: Layer, _ language: Language) -> String {
    language.text("explain.coefficients", ["channels": language.grouped(layer.shape.channels)])
  }
}

extension BatchNormalization: ParametersExplained {
  func parameterTerms(_ layer: Layer, _ language: Language) -> String {
    isAffine && !hasScale ? language.grouped(layer.shape.channels) : language.scalesAndShifts([layer.shape.channels])
  }

  func parameterNote(_ layer: Layer, _ language: Language) -> String {
    "; " + language.text("explain.statistics", ["channels": language.grouped(layer.shape.channels)])
  }
}

extension LayerNormalization: ParametersExplained {
  func parameterTerms(_ layer: Layer, _ language: Language) -> String {
    language.scalesAndShifts(normalized(layer.inputShapes[0]))
  }
}

extension GroupNormalization: ParametersExplained {
  func parameterTerms(_ layer: Layer, _ language: Language) -> String {
    language.scalesAndShifts([layer.shape.channels])
  }
}

extension InstanceNormalization: ParametersExplained {
  func parameterTerms(_ layer: Layer, _ language: Language) -> String {
    language.scalesAndShifts([layer.shape.channels])
  }
}

extension Scale: ParametersExplained {
  func parameterTerms(_ layer: Layer, _ language: Language) -> String {
    if isShared { return hasFactor && hasBias ? "1 + 1" : "1" }
    let channels = language.grouped(layer.shape.channels)
    guard hasFactor else { return channels }
    return hasBias
      ? language.scalesAndShifts([layer.shape.channels]) : language.text("explain.scales", ["channels": channels])
  }
}

extension PReLU: ParametersExplained {
  func parameterTerms(_ layer: Layer, _ language: Language) -> String {
    language.text("explain.slopes", count: isShared ? 1 : layer.shape.channels)
  }
}

extension Language {
  /// `96`, or `(96/2)` where channels are cut into groups.
  fileprivate func grouped(_ channels: Int, in groups: Int) -> String {
    groups == 1 ? grouped(channels) : "(\(grouped(channels))/\(grouped(groups)))"
  }

  /// `96 scales + 96 shifts`.
  fileprivate func scalesAndShifts(_ sizes: [Int]) -> String {
    text("explain.scales_and_shifts", ["channels": product(sizes)])
  }
}
