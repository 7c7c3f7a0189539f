import Analysis
import Architecture

/// Why a network does not take an image of some size, in words that teach.
public struct ResizeReport: Sendable {
  private let error: ResizeError
  private let network: Network
  private let input: Shape

  public init(_ error: ResizeError, of network: Network, to input: Shape) {
    self.error = error
    self.network = network
    self.input = input
  }

  public func text(in language: Language = .english) -> String {
    let layer = error.layer
    var lines = [
      language.text("resize.error", ["model": network.model.name, "input": input.description])
    ]
    switch error.reason {
    case .size(let error):
      lines.append("  " + language.text("resize.misfit", ["layer": layer.name, "reason": "\(error)"]))
    case .weights(let arriving):
      lines.append("  \(layer.name), \(kind(language)): \(weights(arriving, language))")
    }
    let ranges = SizesReport(AcceptedSizes(of: network), of: network).ranges(in: language)
    lines.append("  " + language.text("resize.sizes", ["sizes": ranges]))
    if case .weights = error.reason, layer.kind is FullyConnected, input.channels == network.input.channels {
      lines.append("  " + language.text("resize.advice", ["layer": layer.name]))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func weights(_ arriving: Shape, _ language: Language) -> String {
    let layer = error.layer
    let made = layer.inputShapes[0]
    guard layer.kind is FullyConnected || layer.kind is RadialBasis else {
      return language.text(
        "resize.channels", ["made": String(made.channels), "arriving": String(arriving.channels)])
    }
    return language.text("resize.inputs", ["made": count(made, language), "arriving": count(arriving, language)])
  }

  /// `400`, with the maps that make it up where they are known: `400 (16×5×5)`.
  private func count(_ shape: Shape, _ language: Language) -> String {
    shape.isVector ? language.grouped(shape.count) : "\(language.grouped(shape.count)) (\(shape))"
  }

  private func kind(_ language: Language) -> String {
    error.layer.kind is FullyConnected
      ? language.text("resize.fully_connected")
      : language.text("resize.kind", ["kind": AnalysisColumn.words(error.layer.kind.name)])
  }
}
