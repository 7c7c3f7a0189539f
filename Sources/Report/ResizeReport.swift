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
      language.text("resize.error", ["model": network.model.name, "input": input.description]),
      "  " + ResizeReport.line(error, in: language),
    ]
    let ranges = SizesReport(AcceptedSizes(of: network), of: network).ranges(in: language)
    lines.append("  " + language.text("resize.sizes", ["sizes": ranges]))
    if case .weights = error.reason, layer.family == .fullyConnected, isFlattened,
      input.channels == network.input.channels
    {
      lines.append("  " + language.text("resize.advice", ["layer": layer.name]))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What does not fit, and where.
  static func line(_ error: ResizeError, in language: Language) -> String {
    switch error.reason {
    case .size(let reason):
      language.text("resize.misfit", ["layer": error.layer.name, "reason": language.spoken(reason.phrase)])
    case .weights(let arriving):
      "\(error.layer.name), \(kind(error.layer, language)): \(weights(of: error.layer, arriving, language))"
    }
  }

  /// Whether its weights are for all numbers that arrive.
  private var isFlattened: Bool { error.layer.connectivity == .whole }

  private static func weights(of layer: Layer, _ arriving: Shape, _ language: Language) -> String {
    let made = layer.inputShapes[0]
    guard layer.connectivity == .whole else {
      guard made.channels != arriving.channels else {
        return language.text("resize.shapes", ["made": made.description, "arriving": arriving.description])
      }
      return language.text(
        "resize.channels", ["made": String(made.channels), "arriving": String(arriving.channels)])
    }
    return language.text("resize.inputs", ["made": count(made, language), "arriving": count(arriving, language)])
  }

  /// `400`, with the maps that make it up where they are known: `400 (16×5×5)`.
  private static func count(_ shape: Shape, _ language: Language) -> String {
    shape.isVector ? language.grouped(shape.count) : "\(language.grouped(shape.count)) (\(shape))"
  }

  private static func kind(_ layer: Layer, _ language: Language) -> String {
    layer.family == .fullyConnected
      ? language.text("resize.fully_connected")
      : language.text("resize.kind", ["kind": AnalysisColumn.words(layer.kind.name)])
  }
}
